namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Reads one map with a fixed set of keys and reports whatever else is in it.</summary>
internal sealed class MapReader
{
    private readonly Dictionary<string, YamlValue> _values = new(StringComparer.Ordinal);
    private readonly List<PolicyFault> _faults;

    public MapReader(YamlValue.Mapping map, string path, List<PolicyFault> faults, params string[] keys)
    {
        Path = path;
        Line = map.Line;
        _faults = faults;
        foreach (var (key, value) in map.Entries)
        {
            if (keys.Length > 0 && !keys.Contains(key.Value, StringComparer.Ordinal))
                faults.Add(new PolicyFault(key.Line, Join(key.Value), Unknown(key.Value, keys)));
            else if (!_values.TryAdd(key.Value, value))
                faults.Add(new PolicyFault(key.Line, Join(key.Value), $"`{key.Value}` is written twice; keep one"));
        }
    }

    public string Path { get; }

    public int Line { get; }

    public IEnumerable<KeyValuePair<string, YamlValue>> All => _values;

    public bool Has(string key) => _values.ContainsKey(key);

    public int LineOf(string key) => _values.TryGetValue(key, out var value) ? value.Line : Line;

    public string Join(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    public void Fault(string key, string message) => _faults.Add(new PolicyFault(LineOf(key), Join(key), message));

    /// <summary>Text of a key; null, and a fault where it must be there, when it is not.</summary>
    public string? Text(string key, string? neededBecause = null)
    {
        if (!_values.TryGetValue(key, out var value))
        {
            if (neededBecause is not null)
                _faults.Add(new PolicyFault(Line, Join(key), $"`{key}` is missing; {neededBecause}"));
            return null;
        }

        if (value is YamlValue.Text { Value.Length: > 0 } text)
            return text.Value;
        Fault(key, "write one value here");
        return null;
    }

    /// <summary>Texts of a key that holds one or a list of them; null when the key is not there.</summary>
    public IReadOnlyList<YamlValue.Text>? Texts(string key)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        IReadOnlyList<YamlValue> items = value is YamlValue.Sequence list ? list.Items : [value];
        var texts = items.OfType<YamlValue.Text>().Where(text => text.Value.Length > 0).ToList();
        if (texts.Count == 0 || texts.Count != items.Count)
            Fault(key, "write one value, or a list of values such as [one, two]");
        foreach (var twice in texts.GroupBy(text => text.Value, StringComparer.Ordinal).Where(group => group.Count() > 1))
            _faults.Add(new PolicyFault(twice.Last().Line, Join(key), $"`{twice.Key}` is written twice; keep one"));
        return texts;
    }

    public YamlValue.Mapping? Map(string key)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        if (value is YamlValue.Mapping { Entries.Count: > 0 } map)
            return map;
        Fault(key, $"write a map below `{key}`, or leave `{key}` out");
        return null;
    }

    public static string Choose(string word, IEnumerable<string> known)
    {
        var all = known.ToList();
        return PolicyWords.Nearest(word, all) is { } near ? $"write `{near}`" : $"write one of {string.Join(", ", all)}";
    }

    private static string Unknown(string key, string[] keys) =>
        PolicyWords.Nearest(key, keys) is { } near ? $"there is no key `{key}`; write `{near}`" : $"there is no key `{key}`; the keys here are {string.Join(", ", keys)}";
}
