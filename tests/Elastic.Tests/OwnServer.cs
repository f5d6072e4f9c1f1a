using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Snowtrail.Elastic.Tests;

/// <summary>A server of the test's own, that it may kill.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("snowtrail-es-").FullName;
    private readonly string _programs;
    private readonly int _port = FreePort();

    private OwnServer(string programs) => _programs = programs;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Without the programs the test skips and says what it misses.</summary>
    public static async Task<OwnServer> NeedAsync(string product)
    {
        var folder = Environment.GetEnvironmentVariable("SNOWTRAIL_TEST_SERVERS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "SNOWTRAIL_TEST_SERVERS is not set: no server to start and to kill");
        var server = new OwnServer(Path.Combine(folder!, product));
        await server.StartAsync();
        return server;
    }

    public Task StartAsync() => RunAsync("start", "--dir", _data, "--port", $"{_port}", "--heap", "256m");

    /// <summary>As a crash: nothing is flushed, nobody is told.</summary>
    public Task KillAsync() => RunAsync("stop", "--dir", _data, "--kill");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        // Its output goes nowhere: the server would hold a pipe open
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" > /dev/null 2>&1", "sh", Path.Combine(_programs, program), .. arguments]))!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
