using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Snowtrail.Bench.Processes;

namespace Snowtrail.Bench.Searchable;

/// <summary>How long it takes from a statement to its document: sent, answered, found by search.</summary>
internal static class SearchableCommand
{
    private const string Usage = """
        searchable [SNOWTRAIL] [--rate N] [--seconds N] [--gateway URL --console URL --key-file FILE]
          SNOWTRAIL   the executable, run with --demo; artifacts/bin/snowtrail/release/snowtrail by default
          --rate      measured statements a second beside the demo's own, 5 by default
          --seconds   length of the run after ten seconds of warm-up, 60 by default
          --gateway, --console, --key-file
                      measure what runs already (roles of their own, for example) instead of starting a process
        """;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    internal static async Task<int> RunAsync(string[] words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words);
        if (arguments.Help)
        {
            Console.WriteLine(Usage);
            return 0;
        }

        using var running = new Running();
        var (rate, seconds) = (arguments.Number("--rate", 5), arguments.Number("--seconds", 60));
        if (arguments.Text("--gateway") is { } gateway)
        {
            var key = (await File.ReadAllTextAsync(arguments.Text("--key-file")!, cancellation)).Trim();
            await MeasureAsync(new(gateway), new(arguments.Text("--console")!), key, rate, seconds, cancellation);
            return 0;
        }

        if (arguments.Snowtrail() is not { } snowtrail)
        {
            return 1;
        }

        var data = Path.Combine(running.Folder, "data");
        var (listen, console) = (Running.FreeAddress(), Running.FreeAddress());
        var clock = Stopwatch.StartNew();
        var process = running.Start(snowtrail, "run", "--demo", "--data", data, "--listen", listen.Authority, "--console", console.Authority);
        await Running.ReachableAsync(process, console, cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold start to ready: {clock.Elapsed.TotalSeconds:0.00} s"));
        using var made = JsonDocument.Parse(await Running.OutputAsync(snowtrail, "keys", "create", "--agent", "bench", "--data", data, "--json"));
        await MeasureAsync(listen, console, made.RootElement.GetProperty("key").GetString()!, rate, seconds, cancellation);
        return 0;
    }

    private static async Task MeasureAsync(Uri gateway, Uri console, string key, int rate, int seconds, CancellationToken cancellation)
    {
        using var session = await DriverSession.ConnectAsync(gateway, key, cancellation);
        using var probe = new SearchProbe(session, console);
        await probe.RunAsync(rate, WarmUp, cancellation);
        var waits = await probe.RunAsync(rate, TimeSpan.FromSeconds(seconds), cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{waits.Count} statements, {rate} a second; from sending a statement to finding its document, asked every {SearchProbe.Step.TotalMilliseconds:0} ms:"));
        Console.WriteLine("| p50 ms | p90 ms | p99 ms | max ms |\n|---|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {At(waits, 0.5):0} | {At(waits, 0.9):0} | {At(waits, 0.99):0} | {waits[^1]:0} |"));
    }

    private static double At(IReadOnlyList<double> sorted, double share) => sorted[(int)(sorted.Count * share)];
}
