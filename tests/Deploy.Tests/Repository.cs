using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Snowtrail.Deploy.Tests;

/// <summary>Files of this checkout, and programs that look at them.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../.."));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The built product.</summary>
    public static string Executable
    {
        get
        {
            var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(Root, "artifacts/bin/snowtrail", configuration, "snowtrail");
        }
    }

    /// <summary>Runs a program in the checkout; the test is skipped when this machine does not have it.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Root })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            return (process.ExitCode, await output, await error);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{file} is not installed: what it checks is not checked here");
            throw;
        }
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
