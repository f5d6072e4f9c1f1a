using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Alerting;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>Alerts posted to a receiver that answers as it likes.</summary>
public sealed class WebhookTests : IDisposable
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly string _secretFile = Path.GetTempFileName();
    private readonly ConcurrentQueue<ParkedRecord> _parked = new();
    private readonly KafkaSetup _setup = new() { Connection = new() { BootstrapServers = "127.0.0.1:9" }, SchemaIds = SchemaIdFile.Load() };

    public WebhookTests() => File.WriteAllText(_secretFile, $"whsec_{Convert.ToBase64String(_key)}\n");

    public void Dispose() => File.Delete(_secretFile);

    [Fact]
    public async Task Alert_IsPostedSignedAndComplete()
    {
        using var receiver = WebhookReceiver.Start();
        var receipt = await PostAsync(receiver.Url, Some.AlertTold());
        Assert.Equal(Settlement.Durable, receipt.Settled);
        var (_, headers, body) = Assert.Single(receiver.Requests);

        // As a receiver verifies it: the id, the time and the body, joined by dots, under the shared key
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(body)}");
        Assert.Equal($"v1,{Convert.ToBase64String(HMACSHA256.HashData(_key, signed))}", headers["webhook-signature"]);
        Assert.Equal("application/json", headers["content-type"]);
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers["webhook-timestamp"]!, System.Globalization.CultureInfo.InvariantCulture)),
            DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);

        var json = JsonDocument.Parse(body).RootElement;
        Assert.Equal("snowtrail.alert", json.GetProperty("type").GetString());
        var alert = (Alert)Some.AlertTold().Body;
        Assert.Equal(alert.Time, json.GetProperty("timestamp").GetDateTimeOffset());
        var schema = JsonDocument.Parse(Alert.AvroSchema).RootElement.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString());
        Assert.Equal(schema, json.GetProperty("data").EnumerateObject().Select(field => field.Name));
        Assert.Equal(alert.Evidence[0].StatementId, json.GetProperty("data").GetProperty("evidence")[0].GetProperty("statement_id").GetString());
        Assert.Equal(alert.Observed["hits"], json.GetProperty("data").GetProperty("observed").GetProperty("hits").GetString());
    }

    [Fact]
    public async Task SecretFile_OfSeveralSecrets_SignsWithEach()
    {
        await File.AppendAllTextAsync(_secretFile, $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(24))}\n");
        using var receiver = WebhookReceiver.Start();
        await PostAsync(receiver.Url, Some.AlertTold());
        Assert.Equal(2, Assert.Single(receiver.Requests).Headers["webhook-signature"]!.Split(' ').Length);
    }

    [Fact]
    public async Task Receiver_FailsThenTakesIt_SameIdAndOneDelivery()
    {
        using var receiver = WebhookReceiver.Start(WebhookReceiver.Status(500), WebhookReceiver.Status(503));
        Assert.Equal(Settlement.Durable, (await PostAsync(receiver.Url, Some.AlertTold())).Settled);
        Assert.Equal(3, receiver.Requests.Count);
        Assert.Single(receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.Empty(_parked);
    }

    [Fact]
    public async Task TwoTellingsOfAnAlert_HaveTwoIds()
    {
        using var receiver = WebhookReceiver.Start();
        await PostAsync(receiver.Url, Some.AlertTold());
        await PostAsync(receiver.Url, Some.AlertTold() with { Sequence = 18 });
        Assert.Equal(2, receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count());
        Assert.Single(receiver.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("alert_id").GetString()).Distinct());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(410)]
    [InlineData(302)]
    public async Task Receiver_Refuses_TheAlertIsParkedAtOnce(int status)
    {
        using var elsewhere = WebhookReceiver.Start();
        using var receiver = WebhookReceiver.Start(WebhookReceiver.Status(status, ("location", elsewhere.Url.ToString())));
        Assert.Equal(Settlement.Parked, (await PostAsync(receiver.Url, Some.AlertTold())).Settled);
        var request = Assert.Single(receiver.Requests);
        Assert.Empty(elsewhere.Requests);
        var parked = Assert.Single(_parked);
        Assert.Equal((request.Headers["webhook-id"], "webhook", $"status {status} at attempt 1"), (parked.Id, parked.Stage, parked.Reason));
        Assert.Equal(Some.AlertTold().ToAvro(), parked.Payload.ToArray());
    }

    [Fact]
    public async Task Receiver_AsksForAPause_GetsIt()
    {
        using var receiver = WebhookReceiver.Start(WebhookReceiver.Status(429, ("retry-after", "1")));
        Assert.Equal(Settlement.Durable, (await PostAsync(receiver.Url, Some.AlertTold(), pauseMax: TimeSpan.FromSeconds(5))).Settled);
        var times = receiver.Requests.Select(request => request.Time).ToList();
        Assert.InRange(times[1] - times[0], TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Receiver_DoesNotAnswer_IsTriedAgainAndThenParked()
    {
        using var receiver = WebhookReceiver.Start(WebhookReceiver.Never, WebhookReceiver.Never, WebhookReceiver.Never);
        Assert.Equal(Settlement.Parked, (await PostAsync(receiver.Url, Some.AlertTold(), attempts: 3)).Settled);
        Assert.Equal(3, receiver.Requests.Count);
        Assert.Equal("no answer within 0.5 s at attempt 3", Assert.Single(_parked).Reason);
    }

    [Fact]
    public async Task Receiver_DownThenUp_TakesIt()
    {
        var port = WebhookReceiver.FreePort();
        var posting = PostAsync(new($"http://127.0.0.1:{port}/alerts"), Some.AlertTold(), attempts: 500);
        await Some.UntilAsync(() => _setup.Status.Edges.Values.Any(why => why == "ConnectionError"), 20, "readiness says why");
        using var receiver = WebhookReceiver.StartAt(port);
        Assert.Equal(Settlement.Durable, (await posting).Settled);
        Assert.True(_setup.Status.IsReady);
    }

    [Fact]
    public async Task WhatIsNoAlert_IsSkipped()
    {
        using var receiver = WebhookReceiver.Start();
        Assert.Equal(Settlement.Skipped, (await PostAsync(receiver.Url, Some.Enriched(Some.Event(1), "x"))).Settled);
        Assert.Empty(receiver.Requests);
    }

    [Theory]
    [InlineData("http://alerts.example/x", "https")]
    [InlineData("ftp://alerts.example/x", "https")]
    [InlineData("https://user:pass@alerts.example/x", "user or password")]
    public void Url_ThatIsNotSafe_IsRefused(string url, string fault)
    {
        var options = new WebhookOptions { Url = new(url), SecretFile = _secretFile };
        Assert.Contains(fault, Assert.Throws<ArgumentException>(() => WebhookSink.Create(_setup, ParkingLot.None, options)).Message);
    }

    [Fact]
    public void Secret_ThatIsTooShort_IsRefusedWithoutShowingIt()
    {
        File.WriteAllText(_secretFile, "whsec_c2hvcnQ=");
        var options = new WebhookOptions { Url = new("https://alerts.example/x"), SecretFile = _secretFile };
        Assert.DoesNotContain("c2hvcnQ", Assert.Throws<ArgumentException>(() => WebhookSink.Create(_setup, ParkingLot.None, options)).Message);
    }

    [Fact]
    public void Pause_DoublesUpToItsBound_AndEndsWithTheAttempts()
    {
        var options = new WebhookOptions { Url = new("https://alerts.example/x"), SecretFile = _secretFile };
        var failed = new WebhookVerdict(WebhookOutcome.Failed, "status 500");
        var pauses = Enumerable.Range(1, 12).Select(attempt => failed.Pause(options, attempt)?.TotalSeconds).ToList();
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, null], pauses);
        Assert.Equal(options.PauseMax, (failed with { Asked = TimeSpan.FromDays(1) }).Pause(options, 1));
    }

    private async Task<Some.Receipt> PostAsync(Uri url, EnrichedEvent told, int attempts = 5, TimeSpan? pauseMax = null)
    {
        var options = new WebhookOptions
        {
            Url = url, SecretFile = _secretFile, AttemptsMax = attempts, Timeout = TimeSpan.FromSeconds(0.5),
            PauseFirst = TimeSpan.FromMilliseconds(20), PauseMax = pauseMax ?? TimeSpan.FromMilliseconds(100),
        };
        var receipt = new Some.Receipt();
        using var materializer = Some.Materializer();
        var parking = new ParkingLot(record =>
        {
            _parked.Enqueue(record);
            return Task.CompletedTask;
        });
        await Source.Single(new Tracked<EnrichedEvent>(told, receipt)).RunWith(WebhookSink.Create(_setup, parking, options), materializer)
            .WaitAsync(TimeSpan.FromSeconds(60));
        return receipt;
    }
}
