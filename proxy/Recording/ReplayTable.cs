using System.Globalization;

namespace Snowtrail.Proxy.Recording;

/// <summary>A small table of the first rows of a result.</summary>
internal static class ReplayTable
{
    public const int RowsMax = 10;
    private const int CellCharsMax = 40;
    private const int ColumnsMax = 50;

    /// <param name="names">Column names; may be empty where they are not known.</param>
    /// <param name="rows">Rows to show.</param>
    /// <param name="total">Rows that there are.</param>
    public static IEnumerable<string> Render(IReadOnlyList<string> names, IReadOnlyList<string[]> rows, int total)
    {
        List<string[]> lines = names.Count > 0 ? [[.. names]] : [];
        lines.AddRange(rows);
        lines = [.. lines.Select(line => line.Take(ColumnsMax).Select(Cut).ToArray())];
        var widths = Enumerable.Range(0, lines.Select(line => line.Length).DefaultIfEmpty(0).Max())
            .Select(column => lines.Max(line => column < line.Length ? line[column].Length : 0)).ToArray();
        for (var index = 0; index < lines.Count; index++)
        {
            yield return string.Join(" | ", lines[index].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            if (index == 0 && names.Count > 0)
                yield return string.Join("-+-", widths.Select(width => new string('-', width)));
        }
        if (total > rows.Count)
            yield return string.Create(CultureInfo.InvariantCulture, $"... {total - rows.Count} more rows");
        else if (total == 0 && names.Count > 0)
            yield return "(no rows)";
    }

    private static string Cut(string cell) =>
        Printable.Of(cell.Length > CellCharsMax ? string.Concat(cell.AsSpan(0, CellCharsMax - 3), "...") : cell);
}
