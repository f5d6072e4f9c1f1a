using System.Diagnostics;
using System.Text.RegularExpressions;
using Snowtrail.Clients.Tests;

namespace Snowtrail.Roles.Tests;

/// <summary>Two enrichers and two indexers share the work, one of each is killed: what is found equals a run with one of each and no kill.</summary>
[Trait("Category", "Servers")]
public sealed partial class ScaleOutTests(ITestOutputHelper output)
{
    private const int Partitions = 6;
    private const int Agents = 120;
    private static readonly TimeSpan TakeOverMax = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task TwoOfEach_OneOfEachKilled_DocumentsEqualOneOfEach()
    {
        var events = Traffic.Events(Agents, rounds: 6);
        var expected = Traffic.Made(events);

        await using var one = await Installation.CreateAsync();
        using var policy = new TemporaryFile(await one.VerbAsync(["policy", "sample"]));
        await one.StartAsync("enrich", "--policy", policy.Path);
        await one.StartAsync("index");
        var acknowledged = await Traffic.WriteAsync(one, events);
        var took = await FoundAsync(one, expected.Count);
        output.WriteLine($"one of each: {acknowledged} acknowledged, {expected.Count} documents expected, found after {took.TotalSeconds:0.0} s");

        await using var two = await Installation.CreateAsync();
        var (dyingEnricher, enricher) = (await two.StartAsync("enrich", "--policy", policy.Path), await two.StartAsync("enrich", "--policy", policy.Path));
        var (dyingIndexer, indexer) = (await two.StartAsync("index"), await two.StartAsync("index"));
        await Until.TrueAsync(() => Task.FromResult(Restored(enricher) > 0 && Assigned(indexer) > 0), "the second of each has a share");
        var half = events.Count / 2;
        var written = await Traffic.WriteAsync(two, events.Take(half));
        await Until.TrueAsync(async () => await two.Documents.CountAsync() > expected.Count / 10, "some is found");

        var (sharesBefore, indexedBefore) = (Restored(enricher), Assigned(indexer));
        Assert.True(sharesBefore < Partitions && indexedBefore < 2 * Partitions, $"the second has all: {sharesBefore}, {indexedBefore}");
        var killed = Stopwatch.StartNew();
        await dyingEnricher.CrashAsync();
        await dyingIndexer.CrashAsync();
        var rest = Task.Run(() => Traffic.WriteAsync(two, events.Skip(half)));
        var (enriching, indexing) = (TimeSpan.Zero, TimeSpan.Zero);
        await Until.TrueAsync(() =>
        {
            if (enriching == TimeSpan.Zero && Restored(enricher) == Partitions)
                enriching = killed.Elapsed;
            if (indexing == TimeSpan.Zero && Assigned(indexer) == 2 * Partitions)
                indexing = killed.Elapsed;
            return Task.FromResult(enriching > TimeSpan.Zero && indexing > TimeSpan.Zero);
        }, "the survivors have every partition");
        written += await rest;
        took = await FoundAsync(two, expected.Count);

        var (calm, _) = await one.Documents.ReadAsync();
        var (stormy, duplicates) = await two.Documents.ReadAsync();
        output.WriteLine($"two of each, one of each killed: {written} acknowledged, {stormy.Count} of {expected.Count} documents found {took.TotalSeconds:0.0} s after the last write, {duplicates} duplicates, "
            + $"taken over by the enricher after {enriching.TotalSeconds:0.0} s, by the indexer after {indexing.TotalSeconds:0.0} s");
        Assert.Equal((events.Count, events.Count), (acknowledged, written));
        Assert.Equal(expected.Order(StringComparer.Ordinal), calm.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0, duplicates);
        Same.Documents(calm, stormy);
        Assert.True(enriching < TakeOverMax && indexing < TakeOverMax, "a share was not taken over in time");

        await RebuildAsync(one, calm);
    }

    private async Task RebuildAsync(Installation from, IReadOnlyDictionary<string, string> original)
    {
        var anew = from.Documents.Of($"r{Guid.NewGuid():N}"[..12]);
        var said = await from.VerbAsync(["index", "rebuild"], anew.Name);
        var (rebuilt, duplicates) = await anew.ReadAsync();
        await anew.DeleteAsync();
        output.WriteLine($"rebuilt from topics: {rebuilt.Count} of {original.Count} documents, {duplicates} duplicates; {said.Trim().Split('\n')[^1]}");
        Assert.Equal(0, duplicates);
        Same.Documents(original, rebuilt);
    }

    private static async Task<TimeSpan> FoundAsync(Installation installation, int count)
    {
        var since = Stopwatch.StartNew();
        await Until.TrueAsync(async () => await installation.Documents.CountAsync() >= count, $"{count} documents");
        return since.Elapsed;
    }

    private static int Restored(ProductProcess enricher) =>
        RestoredLine().Matches(enricher.Output).Select(match => match.Groups[1].Value).Distinct().Count();

    // Groups of cooperative members only ever gain here: the survivor gives nothing back
    private static int Assigned(ProductProcess indexer) =>
        AssignedLine().Matches(indexer.Output).SelectMany(match => PartitionName().Matches(match.Groups[1].Value)).Select(match => match.Value).Distinct().Count();

    [GeneratedRegex("Partition (\\d+): state restored")]
    private static partial Regex RestoredLine();

    [GeneratedRegex("\"Message\":\"[^\"]*partitions assigned: ([^\"]*)\"")]
    private static partial Regex AssignedLine();

    [GeneratedRegex("\\S+ \\[\\[\\d+\\]\\]")]
    private static partial Regex PartitionName();
}
