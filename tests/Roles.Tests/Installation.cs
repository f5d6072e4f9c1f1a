using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Snowtrail.Clients.Tests;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Wire;

namespace Snowtrail.Roles.Tests;

/// <summary>Topics and data streams of a test's own on the real servers, and the processes that share them.</summary>
internal sealed class Installation(Servers servers) : IAsyncDisposable
{
    private static readonly HttpClient Http = new();
    private readonly string _name = $"t{Guid.NewGuid():N}"[..12];
    private readonly List<ProductProcess> _processes = [];

    public AuditTopics Topics => new($"{_name}.");

    public StoredDocuments Documents => new(servers.Elasticsearch, _name);

    public KafkaSetup Kafka { get; } = new()
    {
        Connection = new() { BootstrapServers = servers.Kafka },
        SchemaIds = servers.Registry is null ? SchemaIdFile.Load() : new RegistrySchemaIds(new() { Url = servers.Registry }),
    };

    private string[] KafkaFlags => ["--kafka", servers.Kafka, .. servers.Registry is null ? Array.Empty<string>() : ["--schema-registry", servers.Registry], "--topic-prefix", Topics.Prefix];

    public static async Task<Installation> CreateAsync(Servers? servers = null)
    {
        var made = new Installation(servers ?? Servers.Given);
        await made.VerbAsync(["topics", "apply"]);
        await made.VerbAsync(["index", "setup"]);
        return made;
    }

    /// <summary>Runs a verb of this installation to its end; the answer is what it printed.</summary>
    public async Task<string> VerbAsync(string[] words, string? indexNamespace = null)
    {
        string[] flags = words[0] switch
        {
            "topics" or "parked" => KafkaFlags,
            "index" when words.Contains("--data") || words[1] == "setup" => Elastic(indexNamespace),
            "index" => [.. KafkaFlags, .. Elastic(indexNamespace)],
            _ => [],
        };
        var (code, output, error) = await ProductProcess.RunAsync([.. words, .. flags]);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {output}{error}");
        return output;
    }

    /// <summary>Starts a role and waits until it is ready.</summary>
    public async Task<ProductProcess> StartAsync(string role, params string[] more)
    {
        var (process, health) = await BeginAsync(role, more);
        var since = Stopwatch.StartNew();
        while ((await HealthAsync(health)).Status != HttpStatusCode.OK)
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(60), $"{role} is not ready after {since.Elapsed}:\n{process.Output}");
            await Task.Delay(100);
        }

        return process;
    }

    /// <summary>Starts a role, ready or not.</summary>
    public async Task<(ProductProcess Process, string Health)> BeginAsync(string role, params string[] more)
    {
        var health = $"127.0.0.1:{FreePort()}";
        string[] flags = role switch
        {
            "index" => [.. KafkaFlags, .. Elastic(null)],
            "console" => Elastic(null),
            _ => KafkaFlags,
        };
        var process = ProductProcess.Start([role, .. flags, "--health", health, .. more]);
        _processes.Add(process);
        await process.WaitForAsync("Stop it with Ctrl-C");
        return (process, health);
    }

    /// <summary>What <c>/health/ready</c> answers.</summary>
    public static async Task<(HttpStatusCode Status, string Text)> HealthAsync(string health)
    {
        using var answer = await Http.GetAsync(new Uri($"http://{health}/health/ready"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task StopAllAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAllAsync();
        await Documents.DeleteAsync();
        (Kafka.SchemaIds as IDisposable)?.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string[] Elastic(string? indexNamespace) => ["--elasticsearch", servers.Elasticsearch.ToString(), "--index-namespace", indexNamespace ?? _name];
}
