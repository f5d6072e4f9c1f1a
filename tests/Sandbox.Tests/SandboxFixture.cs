using System.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace Snowtrail.Sandbox.Tests;

/// <summary>One sandbox for all tests of a class: small waits and small chunks.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public static SandboxOptions Options() => new()
    {
        Listen = new IPEndPoint(IPAddress.Loopback, 0),
        FirstWait = TimeSpan.FromMilliseconds(400),
        PollWait = TimeSpan.FromMilliseconds(400),
        InlineRowsMax = 100,
        ChunkRowsMax = 400,
        BodyBytesMax = 1 << 20,
    };

    public static Task<SandboxServer> StartAsync(Action<SandboxOptions>? change = null, TimeProvider? time = null)
    {
        var options = Options();
        change?.Invoke(options);
        return SandboxServer.StartAsync(options, NullLoggerFactory.Instance, time);
    }

    public async ValueTask InitializeAsync() => Server = await StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
