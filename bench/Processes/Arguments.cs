using System.Globalization;

namespace Snowtrail.Bench.Processes;

/// <summary>A verb's command line: one program at most, and options with a value each.</summary>
internal sealed class Arguments(string[] words)
{
    private const string Built = "artifacts/bin/snowtrail/release/snowtrail";

    internal bool Help => words.Contains("--help");

    /// <summary>The executable to measure; null, with a word on standard error, when it is not there.</summary>
    internal string? Snowtrail()
    {
        var path = Path.GetFullPath(words.Where((word, at) => !word.StartsWith('-') && (at == 0 || !words[at - 1].StartsWith("--", StringComparison.Ordinal))).FirstOrDefault() ?? Built);
        if (File.Exists(path))
        {
            return path;
        }

        Console.Error.WriteLine($"{path} is not there: dotnet build -c Release app");
        return null;
    }

    internal string? Text(string name) => Array.IndexOf(words, name) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;

    internal int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
