using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Reads a policy file as a whole.</summary>
internal static class PolicyReader
{
    public static PolicyParse Read(string yaml, string version)
    {
        var faults = new List<PolicyFault>();
        var snapshot = YamlTree.Read(yaml, faults) is { } root ? Read(root, version, faults) : null;
        return faults.Count == 0
            ? new PolicyParse(snapshot, [])
            : new PolicyParse(null, [.. faults.Distinct().OrderBy(fault => fault.Line)]);
    }

    private static PolicySnapshot? Read(YamlValue root, string version, List<PolicyFault> faults)
    {
        if (root is not YamlValue.Mapping map)
        {
            faults.Add(new PolicyFault(root.Line, "", "a policy is a map with `version`, `contact`, `default` and `rules`"));
            return null;
        }

        var reader = new MapReader(map, "", faults, "version", "contact", "default", "tables", "columns", "rules");
        ReadVersion(reader);
        var contact = reader.Text("contact", "name whom a refused agent should ask") ?? "";
        var allow = ReadDefault(reader);
        var tables = new NamedSets<ObjectName>("tables", "SHOP.PUBLIC.CUSTOMERS", QualifiedName.Table, reader.Map("tables"), faults);
        var columns = new NamedSets<ColumnName>("columns", "SHOP.PUBLIC.CARDS.CARD_NUMBER", QualifiedName.Column, reader.Map("columns"), faults);
        var rules = ReadRules(reader, new RuleReader(tables, columns, contact, faults), faults);
        tables.ReportUnused();
        columns.ReportUnused();
        return new PolicySnapshot(version, contact, allow, rules) { PiiTables = [.. tables.Items("pii").Select(Pattern)] };
    }

    private static string Pattern(ObjectName table) => new ObjectName(table.Database ?? "*", table.Schema ?? "*", table.Name).ToString();

    private static void ReadVersion(MapReader reader)
    {
        var version = reader.Text("version", "write `version: 1`");
        if (version is not null and not "1")
            reader.Fault("version", $"version `{version}` is not known; write 1");
    }

    private static bool ReadDefault(MapReader reader)
    {
        var word = reader.Text("default", "write `default: allow` or `default: deny`");
        if (word is not null and not "allow" and not "deny")
            reader.Fault("default", $"`{word}` is not a default; write allow or deny");
        return word == "allow";
    }

    private static List<PolicyRule> ReadRules(MapReader reader, RuleReader rules, List<PolicyFault> faults)
    {
        var read = new List<PolicyRule>();
        var places = new List<RulePlace>();
        var items = reader.All.FirstOrDefault(pair => pair.Key == "rules").Value;
        if (items is not YamlValue.Sequence list)
        {
            reader.Fault("rules", "write a list of rules below `rules`");
            return read;
        }

        for (var index = 0; index < list.Items.Count; index++)
        {
            var path = $"rules[{index + 1}]";
            var before = faults.Count;
            if (rules.Read(list.Items[index], path) is { } rule)
            {
                read.Add(rule);
                places.Add(new RulePlace(list.Items[index].Line, path, IsSound: faults.Count == before));
            }
        }

        RuleChecks.Check(read, places, faults);
        return read;
    }
}
