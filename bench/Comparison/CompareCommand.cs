using System.Globalization;

namespace Snowtrail.Bench.Comparison;

/// <summary>The verbs of the whole-process comparison.</summary>
internal static class CompareCommand
{
    private const string Usage = """
        compare [SNOWTRAIL] [--rate N] [--count N] [--rounds N]
          SNOWTRAIL   the executable; artifacts/bin/snowtrail/release/snowtrail by default (dotnet build -c Release app)
          --rate      statements a second, 200 by default
          --count     statements a round, 2000 by default
          --rounds    counted rounds after one warm-up, 5 by default
        """;

    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Contains("--help"))
        {
            Console.WriteLine(Usage);
            return 0;
        }

        var snowtrail = Path.GetFullPath(arguments.FirstOrDefault(argument => !argument.StartsWith('-') && !IsValue(arguments, argument)) ?? "artifacts/bin/snowtrail/release/snowtrail");
        if (!File.Exists(snowtrail))
        {
            await Console.Error.WriteLineAsync($"{snowtrail} is not there: dotnet build -c Release app");
            return 1;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) => { press.Cancel = true; stop.Cancel(); };
        return await new ComparisonRun(snowtrail, Number(arguments, "--rate", 200), Number(arguments, "--count", 2000), Number(arguments, "--rounds", 5)).RunAsync(stop.Token);
    }

    private static bool IsValue(string[] arguments, string argument) => Array.IndexOf(arguments, argument) is > 0 and var at && arguments[at - 1].StartsWith("--", StringComparison.Ordinal);

    private static int Number(string[] arguments, string name, int otherwise) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
