using System.Text.Json;

namespace Snowtrail.Proxy.Sql;

/// <summary>
/// Reads what tools write about themselves into comments before and after a statement: dbt's JSON, and sqlcommenter's <c>key='value'</c>
/// list. Looks at the first and the last 8 KiB, and at 8 comments at most. All of it is a claim, never proof.
/// </summary>
public static class SqlComments
{
    /// <summary>How far from either end of the text comments are looked for, in UTF-16 units.</summary>
    public const int WindowLength = 8 * 1024;

    /// <summary>Most comments that are read.</summary>
    public const int CommentsMax = 8;

    /// <summary>Deepest JSON that is read.</summary>
    public const int JsonDepthMax = 4;

    /// <summary>Most claims that are kept.</summary>
    public const int ClaimsMax = 64;

    private const int UnparsedLengthMax = 256;

    /// <summary>Claims in leading and trailing comments; none for a text without.</summary>
    public static SqlClaims Read(string sqlText)
    {
        ArgumentNullException.ThrowIfNull(sqlText);
        var comments = CommentEdges.Of(sqlText, WindowLength, CommentsMax);
        if (comments.Count == 0)
        {
            return SqlClaims.None;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var unparsed = new List<string>();
        foreach (var comment in comments)
        {
            if (!TryJson(comment, values) && !TryPairs(comment, values) && comment.Length > 0)
            {
                var kept = SqlRedactor.Redact(comment);
                unparsed.Add(kept.Length > UnparsedLengthMax ? kept[..UnparsedLengthMax] : kept);
            }
        }

        return new SqlClaims(values, unparsed);
    }

    private static bool TryJson(string comment, Dictionary<string, string> values)
    {
        if (comment is not ['{', .., '}'])
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(comment, new JsonDocumentOptions { MaxDepth = JsonDepthMax });
            Add(json.RootElement, "", values);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Add(JsonElement element, string path, Dictionary<string, string> values)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Add(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", values);
            }
        }
        else if (element.ValueKind != JsonValueKind.Null)
        {
            Add(values, path, element.ToString());
        }
    }

    private static void Add(Dictionary<string, string> values, string key, string value)
    {
        if (values.Count < ClaimsMax && key.Length > 0)
        {
            values.TryAdd(key, SqlRedactor.Redact(value));
        }
    }

    /// <summary>sqlcommenter: <c>key='value',key='value'</c>, both URL-encoded, a quote in a value after a backslash.</summary>
    private static bool TryPairs(string comment, Dictionary<string, string> values)
    {
        var found = new List<(string Key, string Value)>();
        var rest = comment.AsSpan().Trim();
        while (rest.Length > 0)
        {
            var equals = rest.IndexOf("='");
            var end = equals <= 0 ? -1 : ValueEnd(rest[(equals + 2)..]);
            if (end < 0 || rest[..equals].ContainsAny(" \n'"))
            {
                return false;
            }

            found.Add((Decode(rest[..equals]), Decode(rest.Slice(equals + 2, end))));
            rest = rest[(equals + end + 3)..].TrimStart();
            if (rest.Length > 0 && rest[0] != ',')
            {
                return false;
            }

            rest = rest.TrimStart(", \n");
        }

        found.ForEach(one => Add(values, one.Key, one.Value));
        return found.Count > 0;
    }

    private static int ValueEnd(ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                i++;
            }
            else if (value[i] == '\'')
            {
                return i;
            }
        }

        return -1;
    }

    private static string Decode(ReadOnlySpan<char> encoded) =>
        Uri.UnescapeDataString(encoded.ToString().Replace("\\'", "'", StringComparison.Ordinal));
}
