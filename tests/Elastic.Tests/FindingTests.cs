using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

/// <summary>A finding is told again under its id as it grows: the last telling stays, once, in whatever order they come.</summary>
[Trait("needs", "elasticsearch")]
public class FindingTests
{
    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task Create_TellingsOutOfOrderAgainAndOverRollovers_TheGreatestStaysOnce(string variable)
    {
        await using var server = await Server.NeedAsync(variable);
        int[] hits = [1, 2, 4, 8, 16, 32];
        var tellings = hits.SelectMany(count => Enumerable.Range(0, 20).Select(at => Events.Finding($"finding-{at}", count))).ToArray();
        // A fixed seed: a failure can be played again
        var random = new Random(7);
        await using var one = new SinkRun(server.Options() with { BatchRecordsMax = 7 });
        await using var other = new SinkRun(server.Options() with { BatchRecordsMax = 11 });

        for (var round = 0; round < 3; round++)
        {
            random.Shuffle(tellings);
            await Task.WhenAll(one.FeedAsync(tellings.Take(80)), other.FeedAsync(tellings.Skip(40)), server.RolloverAsync(server.Finding));
        }

        await one.FinishAsync();
        await other.FinishAsync();
        // What comes late and says less changes nothing
        await using var late = new SinkRun(server.Options());
        await late.FeedAsync(tellings.Where(telling => Hits(telling) < 32));
        await late.FinishAsync();

        var found = await server.DocumentsAsync(server.Finding);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"findings: acknowledged {one.Settled(Settlement.Durable) + other.Settled(Settlement.Durable) + late.Settled(Settlement.Durable)} tellings of 20, "
            + $"found {found.Select(hit => hit.Id).Distinct().Count()}, duplicates {found.Count - found.Select(hit => hit.Id).Distinct().Count()}, "
            + $"backing indices {await server.BackingIndicesAsync(server.Finding)}");
        Assert.Equal(0, one.Unsettled + other.Unsettled + late.Unsettled);
        Assert.Equal(20, found.Count);
        Assert.Equal(20, found.Select(hit => hit.Id).Distinct().Count());
        Assert.All(found, hit => Assert.Equal("32", hit.Source["finding"]!["observed"]!["hits"]!.GetValue<string>()));
        Assert.All(found, hit => Assert.Equal(20, hit.Source["finding"]!["evidence"]!.AsArray().Count));
    }

    private static int Hits(Schemas.EnrichedEvent telling) =>
        int.Parse(((Schemas.Alert)telling.Body).Observed["hits"], System.Globalization.CultureInfo.InvariantCulture);
}
