using Snowtrail.Bench.Processes;

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

    internal static async Task<int> RunAsync(string[] words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words);
        if (arguments.Help)
        {
            Console.WriteLine(Usage);
            return 0;
        }

        if (arguments.Snowtrail() is not { } snowtrail)
        {
            return 1;
        }

        using var run = new ComparisonRun(snowtrail, arguments.Number("--rate", 200), arguments.Number("--count", 2000), arguments.Number("--rounds", 5));
        return await run.RunAsync(cancellation);
    }
}
