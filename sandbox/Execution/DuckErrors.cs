using System.Text.RegularExpressions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Says DuckDB's errors in Snowflake's words: code, SQL state and message (protocol section 3.7).</summary>
internal static partial class DuckErrors
{
    public static SqlFailure Map(string message, SqlStatement statement)
    {
        var text = message.Split("\n\nLINE ")[0].Trim();
        return Syntax(text, statement) ?? Missing(text) ?? Names(text, statement) ?? Values(text) ?? Other(text);
    }

    private static SqlFailure? Syntax(string text, SqlStatement statement)
    {
        if (!text.StartsWith("Parser Error", StringComparison.Ordinal))
        {
            return null;
        }

        var near = Near().Match(text);
        var token = near.Success ? near.Groups[1].Value : "<EOF>";
        var at = near.Success ? statement.Text.IndexOf(token, StringComparison.OrdinalIgnoreCase) : -1;
        return SqlFailure.Syntax(statement.Source, at < 0 ? statement.Nodes[^1].Token.End : statement.Start + at, token);
    }

    private static SqlFailure? Missing(string text)
    {
        if (Already().Match(text) is { Success: true } already)
        {
            return new("002002", "42710", $"SQL compilation error:\nObject '{already.Groups[1].Value}' already exists.");
        }

        if (Function().Match(text) is { Success: true } function)
        {
            return new("002140", "42601", $"SQL compilation error:\nUnknown function {function.Groups[1].Value.ToUpperInvariant()}");
        }

        if (Schema().Match(text) is { Success: true } schema)
        {
            return new("002003", "02000", $"SQL compilation error:\nSchema '{schema.Groups[1].Value}' does not exist or not authorized.");
        }

        if (Catalog().Match(text) is { Success: true } catalog)
        {
            return new("002003", "02000", $"SQL compilation error:\nDatabase '{catalog.Groups[1].Value}' does not exist or not authorized.");
        }

        return Object().Match(text) is { Success: true } found ? SqlFailure.Missing(found.Groups[1].Value) : null;
    }

    private static SqlFailure? Names(string text, SqlStatement statement)
    {
        if (Column().Match(text) is { Success: true } column)
        {
            return InvalidIdentifier(column.Groups.Cast<Group>().Skip(1).First(g => g.Success).Value, statement);
        }

        if (Ambiguous().Match(text) is { Success: true } ambiguous)
        {
            return new("002028", "42601", $"SQL compilation error:\nambiguous column name '{ambiguous.Groups[1].Value}'");
        }

        if (Grouping().Match(text) is { Success: true } grouping)
        {
            return new("000979", "42601", $"SQL compilation error:\n[{grouping.Groups[1].Value}] is not a valid group by expression");
        }

        if (Arguments().Match(text) is { Success: true } arguments)
        {
            return new("001044", "42P13", $"SQL compilation error: error line 1 at position 7\nInvalid argument types for function '{arguments.Groups[1].Value.ToUpperInvariant()}'");
        }

        return Supplied().Match(text) is { Success: true } supplied
            ? new("002057", "42601", $"SQL compilation error:\nInsert value list does not match column list expecting {supplied.Groups[1].Value} but got {supplied.Groups[2].Value}")
            : null;
    }

    private static SqlFailure InvalidIdentifier(string name, SqlStatement statement)
    {
        var at = statement.Text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        var before = statement.Source.AsSpan(0, statement.Start + Math.Max(at, 0));
        return new(
            "000904",
            "42000",
            $"SQL compilation error: error line {before.Count('\n') + 1} at position {before.Length - before.LastIndexOf('\n') - 1}\ninvalid identifier '{Literals.Shown(name)}'");
    }

    private static SqlFailure? Values(string text)
    {
        if (text.Contains("Division by zero", StringComparison.Ordinal))
        {
            return new("100051", "22012", "Division by zero");
        }

        if (Conversion().Match(text) is { Success: true } conversion)
        {
            var (value, type) = (conversion.Groups[1].Value, conversion.Groups[2].Value);
            return type.StartsWith("BOOL", StringComparison.Ordinal)
                ? new("100037", "22018", $"Boolean value '{value}' is not recognized")
                : new("100038", "22018", $"Numeric value '{value}' is not recognized");
        }

        if (Moment().Match(text) is { Success: true } moment)
        {
            var (kind, value) = (moment.Groups[1].Value, moment.Groups[2].Value);
            return kind switch
            {
                "date" => new("100040", "22007", $"Date '{value}' is not recognized"),
                "time" => new("100108", "22007", $"Time '{value}' is not recognized"),
                _ => new("100035", "22007", $"Timestamp '{value}' is not recognized"),
            };
        }

        if (NotNull().Match(text) is { Success: true } column)
        {
            return new("100072", "22000", $"NULL result in a non-nullable column: {column.Groups[1].Value}");
        }

        return text.StartsWith("Conversion Error", StringComparison.Ordinal) || text.StartsWith("Out of Range Error", StringComparison.Ordinal)
            ? new("100046", "22003", "Number out of representable range: " + Detail(text))
            : null;
    }

    private static SqlFailure Other(string text) =>
        text.StartsWith("Binder Error", StringComparison.Ordinal) || text.StartsWith("Catalog Error", StringComparison.Ordinal)
            ? new("001003", "42000", "SQL compilation error:\n" + Detail(text))
            : text.StartsWith("Not implemented Error", StringComparison.Ordinal)
                ? SqlFailure.Unsupported(Detail(text))
                : new("000603", "XX000", "SQL execution error: " + Detail(text));

    private static string Detail(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return (colon < 0 ? text : text[(colon + 2)..]).Split('\n')[0];
    }

    [GeneratedRegex("at or near \"(.+?)\"$", RegexOptions.Singleline)]
    private static partial Regex Near();

    [GeneratedRegex("with name \"?([^\"]+?)\"? already exists")]
    private static partial Regex Already();

    [GeneratedRegex("Function with name \"?(.+?)\"? does not exist", RegexOptions.IgnoreCase)]
    private static partial Regex Function();

    [GeneratedRegex("(?:schema \"|Schema with name \"?)([^\"]+?)\"? does not exist")]
    private static partial Regex Schema();

    [GeneratedRegex("(?:Catalog|Database|database with name) \"(.+?)\" does not exist", RegexOptions.IgnoreCase)]
    private static partial Regex Catalog();

    [GeneratedRegex("(?:Table|View|Sequence|Type|Index) with name \"?([^\"]+?)\"? does not exist")]
    private static partial Regex Object();

    [GeneratedRegex("Referenced column \"(.+?)\" (?:was )?not found|Referenced update column (.+?) not found|does not have a column (?:named|with name) \"(.+?)\"|Referenced table \"(.+?)\" not found|Column with name (.+?) does not exist|column \"?(.+?)\"? does not exist")]
    private static partial Regex Column();

    [GeneratedRegex("Ambiguous reference to column name \"(.+?)\"")]
    private static partial Regex Ambiguous();

    [GeneratedRegex("column \"(.+?)\" must appear in the GROUP BY")]
    private static partial Regex Grouping();

    [GeneratedRegex("No function matches the given name and argument types '(.+?)\\(")]
    private static partial Regex Arguments();

    [GeneratedRegex("has (\\d+) columns but (\\d+) values were supplied")]
    private static partial Regex Supplied();

    [GeneratedRegex("Could not convert string ['\"](.*?)['\"] to (\\w+)", RegexOptions.Singleline)]
    private static partial Regex Conversion();

    [GeneratedRegex("invalid (date|timestamp|time) field format: \"(.*?)\"", RegexOptions.Singleline)]
    private static partial Regex Moment();

    [GeneratedRegex("NOT NULL constraint failed: (?:.*\\.)?(.+)$")]
    private static partial Regex NotNull();
}
