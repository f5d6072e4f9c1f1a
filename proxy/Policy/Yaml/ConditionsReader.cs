using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;
using StatementClass = Snowtrail.Proxy.Sql.StatementClass;

namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Reads the map below <c>when</c> or <c>unless</c>.</summary>
internal sealed class ConditionsReader(NamedSets<ObjectName> tables, List<PolicyFault> faults)
{
    private static readonly IReadOnlyDictionary<string, StatementClass> Classes = PolicyWords.All<StatementClass>();

    private static readonly IReadOnlyDictionary<string, StatementFlags> Effects =
        PolicyWords.All<StatementFlags>().Where(pair => pair.Value != 0).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static readonly IReadOnlyDictionary<string, Trust> Trusts =
        PolicyWords.All<Trust>().Where(pair => pair.Value != Trust.None).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    public RuleConditions Read(YamlValue.Mapping map, string path)
    {
        var reader = new MapReader(
            map, path, faults, "agent", "owner", "job", "trust", "role", "statement", "reads", "writes", "functions", "effects");
        return new RuleConditions
        {
            Agents = Set(reader.Texts("agent")),
            Owners = Set(reader.Texts("owner")),
            Jobs = Set(reader.Texts("job")),
            JobTrust = ReadTrust(reader),
            Roles = Set(reader.Texts("role")),
            Statements = Words(reader, "statement", Classes, "a statement class")?.ToHashSet(),
            Reads = Tables(reader, "reads"),
            Writes = Tables(reader, "writes"),
            Functions = reader.Texts("functions")?.Select(text => text.Value.ToUpperInvariant()).ToList(),
            Effects = Words(reader, "effects", Effects, "an effect")?.Aggregate(StatementFlags.None, (all, one) => all | one),
        };
    }

    private static Trust ReadTrust(MapReader reader)
    {
        if (!reader.Has("trust"))
            return Trust.Configured;
        if (!reader.Has("job"))
            reader.Fault("trust", "`trust` says how far `job` must be proved; add `job` or remove `trust`");
        var word = reader.Text("trust");
        if (word is not null && Trusts.TryGetValue(word, out var trust))
            return trust;
        if (word is not null)
            reader.Fault("trust", $"`{word}` is not a trust; {MapReader.Choose(word, Trusts.Keys)}");
        return Trust.Configured;
    }

    private static HashSet<string>? Set(IReadOnlyList<YamlValue.Text>? texts) => texts?.Select(text => text.Value).ToHashSet(StringComparer.Ordinal);

    private IReadOnlyList<ObjectName>? Tables(MapReader reader, string key) =>
        reader.Texts(key) is { } words ? tables.Resolve(words, reader.Join(key)) : null;

    private List<T>? Words<T>(MapReader reader, string key, IReadOnlyDictionary<string, T> known, string what)
    {
        if (reader.Texts(key) is not { } texts)
            return null;
        var values = new List<T>();
        foreach (var text in texts)
        {
            if (known.TryGetValue(text.Value, out var value))
                values.Add(value);
            else
                faults.Add(new PolicyFault(text.Line, reader.Join(key), $"`{text.Value}` is not {what}; {MapReader.Choose(text.Value, known.Keys)}"));
        }

        return values;
    }
}
