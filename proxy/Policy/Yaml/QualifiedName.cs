using System.Text;
using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Reads names such as <c>SHOP.PUBLIC.CUSTOMERS</c> as SQL does: capitals unless quoted; <c>*</c> stands for any name.</summary>
internal static class QualifiedName
{
    public static ObjectName? Table(string text) =>
        Parts(text) is [var database, var schema, var name] ? new ObjectName(NullIfAny(database), NullIfAny(schema), name) : null;

    public static ColumnName? Column(string text) =>
        Parts(text) is [var database, var schema, var name, not "*" and var column]
            ? new ColumnName(new ObjectName(NullIfAny(database), NullIfAny(schema), name), column)
            : null;

    private static string? NullIfAny(string part) => part == "*" ? null : part;

    private static List<string>? Parts(string text)
    {
        var parts = new List<string>();
        var at = 0;
        while (true)
        {
            if (Part(text, ref at) is not { } part)
                return null;
            parts.Add(part);
            if (at == text.Length)
                return parts;
            if (text[at++] != '.')
                return null;
        }
    }

    private static string? Part(string text, ref int at)
    {
        if (at >= text.Length)
            return null;
        if (text[at] == '*')
        {
            at++;
            return "*";
        }

        return text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at);
    }

    private static string? Plain(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$'))
            at++;
        return at == start || char.IsDigit(text[start]) ? null : text[start..at].ToUpperInvariant();
    }

    private static string? Quoted(string text, ref int at)
    {
        var part = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
                part.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"')
                part.Append(text[at++]);
            else
                break;
        }

        return at++ < text.Length && part.Length > 0 ? part.ToString() : null;
    }
}
