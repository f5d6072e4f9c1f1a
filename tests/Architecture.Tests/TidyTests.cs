using System.Text.RegularExpressions;

namespace Snowtrail.Architecture.Tests;

/// <summary>What would otherwise be said in every review.</summary>
public partial class TidyTests
{
    [Fact]
    public void Sources_LeftoverReminders_AreGone()
    {
        var faults =
            from file in Sources()
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where Reminder().IsMatch(line.text)
            select $"{Path.GetRelativePath(RepositoryRoot.Path, file)}:{line.number}: {line.text.Trim()}";
        Assert.Empty(faults);
    }

    [Fact]
    public void Sources_Length_FitsAReader()
    {
        const int LinesMax = 700;
        var faults =
            from file in Sources()
            let lines = File.ReadLines(file).Count()
            where lines > LinesMax
            select $"{Path.GetRelativePath(RepositoryRoot.Path, file)}: {lines} lines, at most {LinesMax}";
        Assert.Empty(faults);
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(RepositoryRoot.Path, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/artifacts/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)
                && !file.EndsWith(nameof(TidyTests) + ".cs", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Reminder();
}
