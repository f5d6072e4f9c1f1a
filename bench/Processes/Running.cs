using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Snowtrail.Bench.Processes;

/// <summary>Processes that a measurement starts and ends; what they say on standard error is passed on.</summary>
internal sealed class Running : IDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(10);
    private readonly List<Process> _processes = [];

    /// <summary>A folder for their files, deleted with them.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("snowtrail-bench-").FullName;

    internal Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) { Console.Error.WriteLine($"  {Path.GetFileName(program)}: {text}"); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        return process;
    }

    /// <summary>Waits until something listens there.</summary>
    /// <exception cref="InvalidOperationException">The process has ended instead.</exception>
    /// <exception cref="TimeoutException">Ten seconds have passed.</exception>
    internal static async Task ReachableAsync(Process process, Uri address, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < StartMax)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(address.Host, address.Port, cancellation);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(20, cancellation);
            }
            catch (SocketException refused)
            {
                throw new InvalidOperationException($"{process.StartInfo.FileName} has ended with exit code {process.ExitCode} before it listened", refused);
            }
        }

        throw new TimeoutException($"{address} did not start within {StartMax.TotalSeconds:0} s");
    }

    /// <summary>What a program that succeeds prints.</summary>
    internal static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");
    }

    internal static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public void Dispose()
    {
        _processes.ForEach(process => process.Kill(entireProcessTree: true));
        _processes.ForEach(process => process.WaitForExit());
        Directory.Delete(Folder, recursive: true);
    }
}
