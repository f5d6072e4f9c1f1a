namespace Snowtrail.Proxy.Protocol;

/// <summary>A query string, each name at most once.</summary>
internal sealed class QueryParameters
{
    private const int CountMax = 64;
    private readonly Dictionary<string, string> _values;

    private QueryParameters(Dictionary<string, string> values) => _values = values;

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Null when a name is there twice, an escape is broken, or there are too many: two parsers could read it differently.</summary>
    public static QueryParameters? Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var split = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(split < 0 ? part : part[..split]);
            var value = split < 0 ? "" : Decode(part[(split + 1)..]);
            if (name is null || value is null || values.Count == CountMax || !values.TryAdd(name, value))
                return null;
        }
        return new(values);
    }

    private static string? Decode(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return null;
        }
        return Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}
