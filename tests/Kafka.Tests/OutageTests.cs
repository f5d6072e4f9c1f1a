namespace Snowtrail.Kafka.Tests;

/// <summary>The broker goes away under load and comes back with its data. <c>SNOWTRAIL_TEST_OUTAGE_SECONDS</c> sets for how long; 20 unless set.</summary>
[Collection(OwnBrokerTests.Name)]
public sealed class OutageTests(OwnBroker broker, ITestOutputHelper output)
{
    private static readonly int Seconds =
        int.TryParse(Environment.GetEnvironmentVariable("SNOWTRAIL_TEST_OUTAGE_SECONDS"), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Broker_AwayUnderLoad_NothingAcknowledgedIsLostAndNothingIsTwice(bool kill)
    {
        await broker.StartAsync();
        using var flow = new Flow(broker.Address, await Some.TopicsAsync(6, broker.Address));
        await Some.UntilAsync(() => flow.Found > 1_000 && flow.Setup.Status.IsReady, 120, "it flows", flow.Told);

        await broker.StopAsync(kill);
        await Some.UntilAsync(() => flow.Setup.Status.Edges.Count(edge => edge.Value is not null) >= 3, 20, "readers and writer say that they wait", flow.Told);
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        Assert.InRange(flow.Asked - flow.Acknowledged, 0, Flow.InFlightMax + 100);
        var before = flow.Acknowledged;
        await broker.StartAsync();
        await Some.UntilAsync(() => flow.Acknowledged > before + 1_000, 120, "it flows again", flow.Told);
        output.WriteLine($"{(kill ? "killed" : "stopped")} for {Seconds} s: {await flow.EndAsync()}");
    }
}
