using System.Text.Json;
using System.Text.RegularExpressions;

namespace Snowtrail.Clients.Tests;

/// <summary>A line of <c>attempts/</c>: statements of one session, and what has to become of the last.</summary>
internal sealed partial record Attempt(string Expected, IReadOnlyList<string> Statements)
{
    internal static IReadOnlyList<Attempt> Read(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "attempts", file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2))
            .Select(parts => new Attempt(parts[0], [.. parts[1].Replace('⏎', '\n').Split('¶').Select(one => one.Trim(' '))])),
    ];

    /// <summary>Null when the answer is as expected, else what it was.</summary>
    internal string? Fault(JsonElement answer, string card)
    {
        var code = answer.GetProperty("code").GetString();
        var refused = code is "003001";
        var held = code is "333333" or "333334";
        var success = answer.GetProperty("success").GetBoolean() && !held;
        var holds = !Shows(answer, card) && Expected switch
        {
            "refused" => refused && answer.GetProperty("data").GetProperty("sqlState").GetString() == "42501",
            "held" => held,
            "hidden" => !held && Cells(answer).All(cell => cell is null || IsHidden(cell)),
            "clean" => !held,
            "runs" => success,
            "passes" => !refused && !held,
            _ => throw new InvalidOperationException($"{Expected} is no outcome."),
        };
        return holds ? null : $"{Expected}: {string.Join(" ¶ ", Statements)}\n    {Short(answer)}";
    }

    private static string Short(JsonElement answer)
    {
        var text = answer.GetProperty("success").GetBoolean() && answer.GetProperty("data").TryGetProperty("rowset", out var rows) ? rows.GetRawText() : $"{answer.GetProperty("code")} {answer.GetProperty("message")}";
        return text.Length > 300 ? text[..300] : text;
    }

    private static IEnumerable<string?> Cells(JsonElement answer) =>
        answer.GetProperty("success").GetBoolean() && answer.GetProperty("data").TryGetProperty("rowset", out var rows) && rows.ValueKind == JsonValueKind.Array
            ? rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(cell => cell.GetString())
            : [];

    /// <summary>Stars with four digits behind them, and short words around, as in JSON.</summary>
    private static bool IsHidden(string cell)
    {
        var rest = Masked().Replace(cell, "");
        return !rest.Any(char.IsDigit) && !LongWord().IsMatch(rest);
    }

    // Any six of its first twelve digits, plain or turned round, in what a person could read.
    private static bool Shows(JsonElement answer, string card)
    {
        var data = answer.GetProperty("data");
        var text = $"{answer.GetProperty("message")} {(data.ValueKind == JsonValueKind.Object && data.TryGetProperty("rowset", out var rows) ? rows : default)} {(data.ValueKind == JsonValueKind.Object && data.TryGetProperty("rowtype", out var columns) ? columns : default)}";
        var hidden = card[..12];
        return Enumerable.Range(0, 7).Select(at => hidden.Substring(at, 6)).Any(part => text.Contains(part, StringComparison.Ordinal) || text.Contains(string.Concat(part.Reverse()), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\*[*\- ]+\d{4}")]
    private static partial Regex Masked();

    [GeneratedRegex("[A-Za-z+/=]{8,}")]
    private static partial Regex LongWord();
}
