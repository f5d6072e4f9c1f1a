using Confluent.Kafka;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Tests;
using Snowtrail.Kafka.Wire;

namespace Snowtrail.Roles.Tests;

/// <summary>What cannot be processed is seen by <c>parked list</c>, and <c>parked retry</c> sends it on.</summary>
[Trait("Category", "Servers")]
public sealed class ParkedTests
{
    [Fact]
    public async Task List_ThenRetry_WhatCanBeReadIsFound_WhatCannotIsParkedAgain()
    {
        await using var installation = await Installation.CreateAsync();
        await installation.StartAsync("enrich");
        await installation.StartAsync("index");
        var made = new Enrichers.Enricher(new());
        var statement = Traffic.Events(agents: 1, rounds: 1).SelectMany(made.Apply).First();
        using (var lot = new KafkaParkingLot(installation.Kafka, installation.Topics.Parked))
            await lot.ParkAsync(new() { Id = statement.Id, Stage = "indexer", Reason = "the mapping of that day", Time = statement.Time, Payload = statement.ToAvro() });
        await PoisonAsync(installation);
        await Until.TrueAsync(async () => (await installation.VerbAsync(["parked", "list"])).Contains("audit.raw-", StringComparison.Ordinal), "the poison is parked");

        var listed = await installation.VerbAsync(["parked", "list"]);
        Assert.Contains("the mapping of that day", listed, StringComparison.Ordinal);
        Assert.Equal(0, await installation.Documents.CountAsync());

        var sent = await installation.VerbAsync(["parked", "retry"]);
        Assert.Equal(2, sent.Split('\n').Count(line => line.Contains(" sent to ", StringComparison.Ordinal)));
        await Until.TrueAsync(async () => await installation.Documents.CountAsync() == 1, "the statement is found");
        Assert.Equal(statement.Id, Assert.Single((await installation.Documents.ReadAsync()).ById).Key);
        await Until.TrueAsync(async () => (await installation.VerbAsync(["parked", "list"])).Contains("audit.raw-", StringComparison.Ordinal), "the poison is parked again");
        Assert.DoesNotContain(statement.Id, await installation.VerbAsync(["parked", "list"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AlertThatTheReceiverRefused_IsListed_AndDeliveredByARetry()
    {
        await using var installation = await Installation.CreateAsync();
        using var receiver = WebhookReceiver.Start(WebhookReceiver.Status(410));
        using var secret = new TemporaryFile($"whsec_{Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32))}");
        await installation.StartAsync("webhook", "--url", receiver.Url.ToString(), "--secret-file", secret.Path);
        var made = new Enrichers.Enricher(new());
        var told = Traffic.Events(agents: 1, rounds: 1).SelectMany(made.Apply).First(one => one.Body is Schemas.Alert);
        await Traffic.WriteAsync(installation, installation.Topics.Alerts, [told]);
        await Until.TrueAsync(async () => (await installation.VerbAsync(["parked", "list"])).Contains(told.Id, StringComparison.Ordinal), "the refused alert is parked");

        await installation.VerbAsync(["parked", "retry"]);
        await Until.TrueAsync(() => Task.FromResult(receiver.Requests.Count == 2), "the receiver has it");
        Assert.Single(receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.DoesNotContain(told.Id, await installation.VerbAsync(["parked", "list"]), StringComparison.Ordinal);
    }

    private static async Task PoisonAsync(Installation installation)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = Servers.Given.Kafka }).Build();
        byte[] header = [0, 0, 0, 0, 0];
        var good = WireFormat.Encode(await installation.Kafka.SchemaIds.WriterIdAsync(installation.Topics.Raw, CancellationToken.None), Traffic.Events(1, 1)[0]);
        await producer.ProduceAsync(installation.Topics.Raw.Name, new() { Key = [1], Value = [.. good.AsSpan(0, header.Length), 9, 9, 9] });
    }
}
