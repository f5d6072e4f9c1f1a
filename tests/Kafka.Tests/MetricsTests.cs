using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Instruments_OfARun_HaveItsValues()
    {
        var (setup, topics) = (Some.Setup(), await Some.TopicsAsync(2));
        var group = topics.Prefix + "g";
        using var materializer = Some.Materializer();
        using var shares = new Shares(group);
        var sums = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter.Name == KafkaMetrics.MeterName && !instrument.IsObservable)
                all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var (_, tag) in tags)
                if (Equals(tag, group) || Equals(tag, topics.Raw.Name))
                    sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        });
        listener.Start();

        await Source.From(Enumerable.Range(0, 300)).Select(n => new Tracked<AuditEvent>(Some.Event(n, $"agent-{n}"), new Some.Receipt()))
            .RunWith(KafkaSink.Create(setup, topics.Raw, ParkingLot.None), materializer).WaitAsync(TimeSpan.FromSeconds(40));
        var receipts = new ConcurrentQueue<IReceipt>();
        var control = KafkaSource.Create(setup, [topics.Raw], ParkingLot.None, new() { GroupId = group })
            .To(Sink.ForEach<Tracked<AuditEvent>>(tracked => receipts.Enqueue(tracked.Receipt)))
            .Run(materializer);
        await Some.UntilAsync(() => receipts.Count == 300, 30, "all records");
        await Some.UntilAsync(() => shares.Lags.Values.Sum() == 300, 10, "all are behind while none is settled");
        foreach (var receipt in receipts)
            receipt.Settle(Settlement.Durable);
        await Some.UntilAsync(() => shares is { Count: 2 } && shares.Lags.Values.Sum() == 0, 10, "none is behind when all are settled");
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(300, sums["snowtrail.kafka.records.out"]);
        Assert.Equal(300, sums["snowtrail.kafka.records.in"]);
        Assert.InRange(sums["snowtrail.kafka.rebalances"], 2, 10);
        Assert.Equal(0, shares.Count);
    }
}
