using Snowtrail.Kafka.Tests;

namespace Snowtrail.Elastic.Tests;

/// <summary>Servers with TLS and a password, each started when a test first asks for it.</summary>
public sealed class SecureServers : IAsyncDisposable
{
    private readonly Dictionary<string, SecureServer> _started = [];

    /// <summary>The password of the servers' administrators, made for this run.</summary>
    public static string Password { get; } = $"p{Guid.NewGuid():N}";

    public async Task<SecureServer> GetAsync(string product)
    {
        if (!_started.TryGetValue(product, out var server))
            _started.Add(product, server = new(product));
        await server.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started.Values)
            await server.DisposeAsync();
    }

    public sealed class SecureServer(string product)
        : OwnServer(product, "--heap", "384m", "--tls", "--password", Password, "-E", "http.max_content_length=1mb")
    {
        public Uri Address => new($"https://localhost:{Port}");

        public string CaFile => Path.Combine(Data, "config", "tls", "ca.crt");
    }
}
