using System.Diagnostics;
using System.Text.Json;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>A member of a group in a process of its own, so that it can be killed.</summary>
public sealed class MemberProcess
{
    private const string Variable = "SNOWTRAIL_TEST_MEMBER";

    /// <summary>What the member does.</summary>
    /// <param name="Enriches">Runs the transactional edge, else reads.</param>
    public sealed record Order(string Brokers, string Prefix, bool Enriches, bool BrokerAssigns);

    /// <summary>The body of the other process; a run of all tests leaves it out.</summary>
    [Fact(Explicit = true)]
    public async Task Run()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(text is null, "another test starts this one");
        var order = JsonSerializer.Deserialize<Order>(text!)!;
        Start(order, Some.Setup(order.Brokers), _ => { });
        await Task.Delay(TimeSpan.FromMinutes(5));
    }

    internal static Process Start(Order order) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["-explicit", "only", "-method", "*MemberProcess.Run"])
    {
        Environment = { [Variable] = JsonSerializer.Serialize(order) },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    internal static KafkaControl Start(Order order, KafkaSetup setup, Action<AuditEvent> read)
    {
        var topics = new AuditTopics(order.Prefix);
        var reading = new ConsumerOptions { GroupId = topics.Prefix + "member", BrokerAssigns = order.BrokerAssigns };
        if (order.Enriches)
            return new EnrichmentEdge { Kafka = setup, Topics = topics, Processor = _ => new Counter(), Options = new() { Reading = reading } }.Start();
        return KafkaSource.Create(setup, [topics.Raw], ParkingLot.None, reading)
            .To(Sink.ForEach<Tracked<AuditEvent>>(tracked =>
            {
                read(tracked.Value);
                tracked.Receipt.Settle(Settlement.Durable);
            }))
            .Run(Some.Materializer());
    }
}
