namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>The named sets of a policy file, and which of them some rule uses.</summary>
internal sealed class NamedSets<T>
    where T : class
{
    private readonly string _key;
    private readonly string _example;
    private readonly Func<string, T?> _parse;
    private readonly Dictionary<string, (int Line, IReadOnlyList<T> Items)> _sets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<PolicyFault> _faults;

    public NamedSets(string key, string example, Func<string, T?> parse, YamlValue.Mapping? map, List<PolicyFault> faults)
    {
        _key = key;
        _example = example;
        _parse = parse;
        _faults = faults;
        if (map is not null)
            Read(map);
    }

    /// <summary>What a rule means by a list of set names and qualified names.</summary>
    public IReadOnlyList<T> Resolve(IReadOnlyList<YamlValue.Text> words, string path)
    {
        var all = new List<T>();
        foreach (var word in words)
        {
            if (_sets.TryGetValue(word.Value, out var set))
            {
                _used.Add(word.Value);
                all.AddRange(set.Items);
            }
            else if (word.Value.Contains('.') && _parse(word.Value) is { } name)
                all.Add(name);
            else
                _faults.Add(new PolicyFault(word.Line, path, NotKnown(word.Value)));
        }

        return all;
    }

    /// <summary>What stands in the set of a name; nothing when there is no such set.</summary>
    public IReadOnlyList<T> Items(string name) => _sets.TryGetValue(name, out var set) ? set.Items : [];

    /// <summary>A set that no rule uses protects nothing, though it looks as if it did.</summary>
    public void ReportUnused()
    {
        foreach (var (name, set) in _sets.Where(pair => !_used.Contains(pair.Key)))
            _faults.Add(new PolicyFault(set.Line, $"{_key}.{name}", $"no rule uses `{name}`; use it in a rule or remove it"));
    }

    private void Read(YamlValue.Mapping map)
    {
        var reader = new MapReader(map, _key, _faults);
        foreach (var (name, value) in reader.All)
        {
            if (!RuleName.IsValid(name))
                reader.Fault(name, RuleName.Advice);
            _sets.Add(name, (value.Line, Items(reader, name)));
        }
    }

    private List<T> Items(MapReader reader, string name)
    {
        var items = new List<T>();
        foreach (var text in reader.Texts(name) ?? [])
        {
            if (_parse(text.Value) is { } item)
                items.Add(item);
            else
                _faults.Add(new PolicyFault(text.Line, reader.Join(name), $"`{text.Value}` is not a full name; write it like {_example}"));
        }

        return items;
    }

    private string NotKnown(string word) => PolicyWords.Nearest(word, _sets.Keys) is { } near
        ? $"there is no set `{word}` below `{_key}`; write `{near}`"
        : $"there is no set `{word}` below `{_key}`; define it there, or write a full name like {_example}";
}
