using System.Text;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>
/// One name for a stage however it is written: without <c>@</c>, quotes, path and case, resolved against the session's database and schema.
/// </summary>
internal static class StageName
{
    /// <summary>The user stage, which belongs to the upstream user.</summary>
    public const string User = "@~";

    public static string Normalize(string written, SessionContext context)
    {
        var text = written.AsSpan().Trim().Trim('\'');
        if (text.StartsWith("@"))
            text = text[1..];
        if (text.StartsWith("~"))
            return User;
        var parts = Parts(text);
        if (parts.Count == 1)
            parts.Insert(0, context.Schema ?? "");
        if (parts.Count == 2)
            parts.Insert(0, context.Database ?? "");
        if (parts[1].Length == 0)
            parts[1] = "PUBLIC";
        return $"@{string.Join('.', parts)}";
    }

    // A quoted part keeps its case, dots and slashes; outside quotes a slash begins the path
    private static List<string> Parts(ReadOnlySpan<char> text)
    {
        var parts = new List<string>(3);
        var part = new StringBuilder();
        var quoted = false;
        foreach (var c in text)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted)
            {
                part.Append(c);
            }
            else if (c is '/' or ' ')
            {
                break;
            }
            else if (c == '.')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(char.ToUpperInvariant(c));
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
