using System.Diagnostics;

namespace Snowtrail.Clients.Tests;

/// <summary>The unmodified drivers this machine has. A driver that is not there skips its tests and says what to install.</summary>
internal static class Drivers
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "drivers");
    private static readonly Lazy<Task<string?>> NodeFault = new(InstallNodeAsync);

    internal static async Task<DriverScript> NodeAsync(Uri server, string key, string addressEnd = "")
    {
        var fault = await NodeFault.Value;
        Assert.SkipWhen(fault is not null, $"Node's driver is not here: {fault}");
        return new DriverScript("node", ["scenario.js", server.GetLeftPart(UriPartial.Authority) + addressEnd, "anyone", key], Folder);
    }

    internal static DriverScript Python(Uri server, string key, string variable, string format)
    {
        var python = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(python), $"{variable} is not set: it names a Python that has snowflake-connector-python");
        return new DriverScript(
            python!, ["scenario.py", server.Host, $"{server.Port}", "anyone", key], Folder, new Dictionary<string, string> { ["RESULT_FORMAT"] = format });
    }

    internal static DriverScript Jdbc(Uri server, string key, string format)
    {
        var probe = Environment.GetEnvironmentVariable("SNOWTRAIL_TEST_JDBC");
        Assert.SkipWhen(string.IsNullOrEmpty(probe), "SNOWTRAIL_TEST_JDBC is not set: it names a probe that speaks through snowflake-jdbc");
        return new DriverScript(
            probe!,
            [Path.Combine(Path.GetTempPath(), "snowtrail-jdbc"), "--server", $"{server.Host}:{server.Port}", "--set", "user=anyone", "--set", $"password={key}",
                "--set", "db=SHOP", "--set", "schema=PUBLIC", "--set", $"JDBC_QUERY_RESULT_FORMAT={format}"],
            Folder);
    }

    /// <summary>Null when the package is there.</summary>
    private static async Task<string?> InstallNodeAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "snowflake-sdk")))
        {
            return null;
        }

        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = npm.StandardError.ReadToEndAsync();
            _ = npm.StandardOutput.ReadToEndAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            await npm.WaitForExitAsync(limit.Token);
            return npm.ExitCode == 0 ? null : await error;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "npm is not installed";
        }
    }
}
