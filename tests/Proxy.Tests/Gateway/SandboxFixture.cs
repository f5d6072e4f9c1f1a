using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Sandbox;

namespace Snowtrail.Proxy.Tests.Gateway;

/// <summary>One sandbox for all tests that only ask it.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxServer Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Sandbox = await SandboxServer.StartAsync(
        new SandboxOptions { Listen = new(IPAddress.Loopback, 0), RecordedRequestsMax = 4_096 }, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync() => await Sandbox.DisposeAsync();
}

/// <summary>Tests that share the sandbox.</summary>
[CollectionDefinition(nameof(SandboxCollection))]
public sealed class SandboxCollection : ICollectionFixture<SandboxFixture>;
