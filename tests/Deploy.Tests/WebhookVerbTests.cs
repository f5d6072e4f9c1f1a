using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;

namespace Snowtrail.Deploy.Tests;

/// <summary><c>snowtrail webhook</c> as it is deployed: from the topic to a receiver, without a registry, and out in order.</summary>
public sealed class WebhookVerbTests
{
    [Fact]
    public async Task Verb_PostsWhatTheTopicHas_SaysReady_AndEndsInOrder()
    {
        var brokers = Environment.GetEnvironmentVariable("SNOWTRAIL_TEST_KAFKA");
        Assert.SkipWhen(string.IsNullOrEmpty(brokers), "SNOWTRAIL_TEST_KAFKA is not set: no real server to test against");
        var topics = new AuditTopics($"t{Guid.NewGuid():N}.");
        Assert.True((await new TopicsPlan(topics, new() { Partitions = 1 }).ApplyAsync(new() { BootstrapServers = brokers! })).Succeeded);
        await WriteAsync(brokers!, topics);

        var (secretFile, key) = (Path.GetTempFileName(), RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(secretFile, $"whsec_{Convert.ToBase64String(key)}\n");
        var (port, health) = (FreePort(), FreePort());
        using var receiver = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        receiver.Start();
        using var verb = Process.Start(new ProcessStartInfo(Repository.Executable,
        [
            "webhook", "--kafka", brokers!, "--topic-prefix", topics.Prefix, "--url", $"http://127.0.0.1:{port}/alerts", "--secret-file", secretFile,
            "--health", $"127.0.0.1:{health}",
        ]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var request = await receiver.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(60));
            using var body = new MemoryStream();
            await request.Request.InputStream.CopyToAsync(body);
            var signed = Encoding.UTF8.GetBytes($"{request.Request.Headers["webhook-id"]}.{request.Request.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(body.ToArray())}");
            Assert.Equal($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}", request.Request.Headers["webhook-signature"]);
            Assert.Equal("alert-1", JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("data").GetProperty("alert_id").GetString());
            request.Response.StatusCode = 204;
            request.Response.Close();

            var (code, output, _) = await Repository.RunAsync(Repository.Executable, "health", $"127.0.0.1:{health}");
            Assert.Equal((0, "ready\n"), (code, output));
            await Repository.RunAsync("kill", "-TERM", $"{verb.Id}");
            await verb.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
            Assert.Equal(0, verb.ExitCode);
        }
        finally
        {
            verb.Kill();
            File.Delete(secretFile);
        }
    }

    private static async Task WriteAsync(string brokers, AuditTopics topics)
    {
        var time = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
        var alert = new Alert
        {
            AlertId = "alert-1", RuleId = "r", RuleName = "R", RuleVersion = "1", Summary = "s", Severity = 47, Score = 50, Time = time,
            Agent = new() { Issuer = "snowtrail", Subject = "a", Kind = "agent_key" }, Decision = "allowed", SuggestedAction = "look",
        };
        var told = new EnrichedEvent { Id = "alert-1", GatewayId = "gw", Sequence = 1, Time = time, Subject = "a", Body = alert };
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = brokers }).Build();
        await producer.ProduceAsync(topics.Alerts.Name, new() { Key = "a", Value = WireFormat.Encode(SchemaIdFile.IdOf(EnrichedEvent.SchemaFingerprint), told) });
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
