namespace Snowtrail.Kafka.Tests;

/// <summary>A server that one group of tests may stop and start; its data stays until the end.</summary>
public abstract class OwnServer(string name, params string[] settings) : IAsyncDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"snowtrail-{name}-{Guid.NewGuid():N}");
    // Below the ports that systems give out by themselves; a server may take the nine after it
    private readonly int _port = Random.Shared.Next(1_000, 3_200) * 10;
    private bool _runs;

    protected string Data => _data;

    protected int Port => _port;

    /// <summary>Starts it, or does nothing when it runs. The settings hold until it is stopped.</summary>
    public async Task StartAsync(params string[] more)
    {
        if (_runs)
            return;
        await RunAsync("start", 240, ["--port", $"{_port}", .. settings, .. more]);
        _runs = true;
    }

    public async Task StopAsync(bool kill = false)
    {
        await RunAsync("stop", 60, kill ? ["--kill"] : []);
        _runs = false;
    }

    protected Task RunAsync(string script, int secondsMax, params string[] flags) => Command.RunAsync(Path.Combine(Servers.Folder, name, script), ["--dir", _data, .. flags], secondsMax);

    public async ValueTask DisposeAsync()
    {
        if (_runs)
            await StopAsync();
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);

        GC.SuppressFinalize(this);
    }
}

/// <summary>A broker with TLS and SASL, and with the two settings that the promised 15 s need.</summary>
public sealed class OwnBroker() : OwnServer("kafka", "--secure",
    "--set", "group.consumer.session.timeout.ms=8000",
    "--set", "transaction.abort.timed.out.transaction.cleanup.interval.ms=5000")
{
    public string Address => $"127.0.0.1:{Port}";

    public string SecureAddress => $"127.0.0.1:{Port + 6}";

    public string CaFile => Path.Combine(Data, "secure", "ca.pem");

    public string PasswordFile => Path.Combine(Data, "secure", "password");
}

/// <summary>Three brokers, of which one may be killed at a time.</summary>
public sealed class OwnCluster() : OwnServer("kafka", "--nodes", "3", "--set", "transaction.abort.timed.out.transaction.cleanup.interval.ms=5000")
{
    public string Addresses => string.Join(',', Enumerable.Range(0, 3).Select(n => $"127.0.0.1:{Port + 2 * n}"));

    public Task KillNodeAsync(int node) => RunAsync("stop", 60, "--kill", "--node", $"{node}");

    public Task StartNodeAsync(int node) => RunAsync("start", 240, "--port", $"{Port}", "--node", $"{node}");
}

public sealed class OwnRegistry() : OwnServer("registry")
{
    public string Url => $"http://127.0.0.1:{Port}/apis/ccompat/v7";
}

/// <summary>Tests that share a broker of their own run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OwnBrokerTests : ICollectionFixture<OwnBroker>
{
    public const string Name = "own broker";
}
