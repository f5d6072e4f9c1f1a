using System.Text.Json;
using Snowtrail.Clients.Tests;

namespace Snowtrail.Roles.Tests;

/// <summary>A warehouse of a test's own, for gateways that the test starts, and a folder for their data.</summary>
internal sealed class SandboxWarehouse : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snowtrail-roles-");
    private ProductProcess? _process;

    /// <summary>Where something of this name lies; nothing is made.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file; the answer is where it lies.</summary>
    public async Task<string> FileAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>Starts it; the answer is what a gateway is told to reach it.</summary>
    public async Task<string[]> StartAsync()
    {
        _process = ProductProcess.Start("sandbox", "--listen", "127.0.0.1:0");
        var url = (await _process.WaitForAsync(@"(http://127\.0\.0\.1:\d+)")).Value;
        return ["--upstream", url, "--upstream-user", "sandbox", "--upstream-password-file", await FileAsync("password", "sandbox\n")];
    }

    /// <summary>An agent key of a gateway's data directory.</summary>
    public static async Task<string> KeyAsync(string data, string agent, string? job = null)
    {
        string[] more = job is null ? [] : ["--job", job];
        var (code, made, error) = await ProductProcess.RunAsync(["keys", "create", "--agent", agent, .. more, "--data", data, "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(made).RootElement.GetProperty("key").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
