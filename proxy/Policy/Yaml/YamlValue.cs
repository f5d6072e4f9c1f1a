namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>A value of a YAML document with its line. Unlike the library's own tree it keeps doubled keys, so that they can be reported.</summary>
internal abstract record YamlValue(int Line)
{
    internal sealed record Text(int Line, string Value) : YamlValue(Line);

    internal sealed record Sequence(int Line, IReadOnlyList<YamlValue> Items) : YamlValue(Line);

    internal sealed record Mapping(int Line, IReadOnlyList<KeyValuePair<Text, YamlValue>> Entries) : YamlValue(Line);
}
