using System.Collections.Concurrent;

namespace Snowtrail.Sandbox.Sessions;

/// <summary>One session's parameters: defaults, and what it has set.</summary>
internal sealed class SessionParameters
{
    private readonly ConcurrentDictionary<string, object> set = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, object>> All => ParameterTable.Defaults.Select(p => KeyValuePair.Create(p.Key, Get(p.Key)));

    public object Get(string name) => set.TryGetValue(name, out var value) ? value : ParameterTable.Defaults[name];

    public string Text(string name) => Convert.ToString(Get(name), System.Globalization.CultureInfo.InvariantCulture)!;

    public bool IsSet(string name) => set.ContainsKey(name);

    public void Set(string name, string text)
    {
        if (!ParameterTable.Defaults.ContainsKey(name))
        {
            throw ParameterTable.Unknown(name);
        }

        set[name] = ParameterTable.Convert(name, text);
    }

    public void Unset(string name)
    {
        if (!ParameterTable.Defaults.ContainsKey(name))
        {
            throw ParameterTable.Unknown(name);
        }

        set.TryRemove(name, out _);
    }
}
