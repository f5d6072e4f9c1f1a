using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Snowtrail.Clients.Tests;

/// <summary>The product as a user starts it: the built executable, its arguments, what it prints.</summary>
internal sealed partial class ProductProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ProductProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    internal string Output => string.Join('\n', _lines);

    internal static string Executable
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
            var bin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
            return Path.Combine(bin, "snowtrail", configuration, "snowtrail");
        }
    }

    internal static ProductProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        return new ProductProcess(Process.Start(start)!);
    }

    /// <summary>Runs a verb to its end.</summary>
    internal static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    internal async Task<Match> WaitForAsync(string pattern, int seconds = 60)
    {
        var deadline = Stopwatch.StartNew();
        while (deadline.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            if (_lines.Select(line => Regex.Match(line, pattern)).FirstOrDefault(match => match.Success) is { } found)
            {
                return found;
            }

            Assert.False(_process.HasExited && _lines.IsEmpty, "The product ended without a word.");
            Assert.False(_process.HasExited, $"The product ended:\n{Output}");
            await Task.Delay(50);
        }

        Assert.Fail($"'{pattern}' was not printed within {seconds} s:\n{Output}");
        throw new UnreachableException();
    }

    /// <summary>SIGTERM and wait: the drain that Ctrl-C makes too.</summary>
    internal async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL, as a crash.</summary>
    internal async Task CrashAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await CrashAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
