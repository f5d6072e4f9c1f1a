using Akka.Streams.Dsl;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>TLS with an authority of our own, SASL with a password from a file.</summary>
[Collection(OwnBrokerTests.Name)]
public sealed class SecureTests(OwnBroker broker)
{
    [Theory]
    [InlineData("SCRAM-SHA-512")]
    [InlineData("PLAIN")]
    public async Task SaslSsl_EveryEdge_Works(string mechanism)
    {
        await broker.StartAsync();
        var setup = Some.Setup(broker.Address) with { Connection = Secure() with { SaslMechanism = mechanism } };
        var topics = new AuditTopics($"t{Guid.NewGuid():N}.");
        Assert.True((await new TopicsPlan(topics, new() { Partitions = 1 }).ApplyAsync(setup.Connection)).Succeeded);
        using var materializer = Some.Materializer();
        var enrich = new EnrichmentEdge { Kafka = setup, Topics = topics, Processor = _ => new Counter() }.Start();
        await Source.From(Enumerable.Range(0, 20)).Select(n => new Tracked<AuditEvent>(Some.Event(n), new Some.Receipt()))
            .RunWith(KafkaSink.Create(setup, topics.Raw, ParkingLot.None), materializer).WaitAsync(TimeSpan.FromSeconds(40));

        var read = 0;
        var control = KafkaSource.Create(setup, [topics.Enriched], ParkingLot.None, new() { GroupId = "secure" })
            .To(Sink.ForEach<Tracked<EnrichedEvent>>(tracked =>
            {
                tracked.Receipt.Settle(Settlement.Durable);
                Interlocked.Increment(ref read);
            }))
            .Run(materializer);
        await Some.UntilAsync(() => read == 20, 40, "all outputs");
        await Task.WhenAll(control.StopAsync(), enrich.StopAsync()).WaitAsync(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task WrongPassword_WaitsAndSaysWhy_WithoutThePassword()
    {
        await broker.StartAsync();
        var wrong = Path.GetTempFileName();
        await File.WriteAllTextAsync(wrong, "not-the-password");
        var reason = await RefusalAsync(Secure() with { PasswordFile = wrong });
        File.Delete(wrong);
        Assert.Contains("uthenticat", reason);
        Assert.DoesNotContain("not-the-password", reason);
    }

    [Fact]
    public async Task UnknownAuthority_IsNotTrusted()
    {
        await broker.StartAsync();
        Assert.Contains("certificate", await RefusalAsync(Secure() with { CaFile = null }));
    }

    private KafkaConnection Secure() => new()
    {
        BootstrapServers = broker.SecureAddress, Tls = true, CaFile = broker.CaFile, User = "snowtrail", PasswordFile = broker.PasswordFile,
    };

    /// <summary>What a writer that is refused says it waits for.</summary>
    private async Task<string> RefusalAsync(KafkaConnection connection)
    {
        var setup = Some.Setup(broker.Address) with { Connection = connection };
        using var materializer = Some.Materializer();
        _ = Source.Never<Tracked<AuditEvent>>().RunWith(KafkaSink.Create(setup, new AuditTopics().Raw, ParkingLot.None), materializer);
        string? reason = null;
        await Some.UntilAsync(() => (reason = setup.Status.Edges.Values.SingleOrDefault())?.Contains("refuse us", StringComparison.Ordinal) == true, 20, "a reason");
        return reason!;
    }
}
