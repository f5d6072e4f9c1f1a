using System.Diagnostics;

namespace Snowtrail.Kafka.Tests;

/// <summary>A program that runs to its end.</summary>
internal static class Command
{
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, int seconds = 60, string? folder = null)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "",
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} did not end within {seconds} s");
        }

        // A server it started may hold its pipes open: what it printed before it ended is there by now
        var text = await output.WaitAsync(TimeSpan.FromSeconds(10));
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {await error.WaitAsync(TimeSpan.FromSeconds(10))}");
    }
}
