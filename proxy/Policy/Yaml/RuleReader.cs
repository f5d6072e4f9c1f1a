using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Reads one rule.</summary>
internal sealed class RuleReader(NamedSets<ObjectName> tables, NamedSets<ColumnName> columns, string contact, List<PolicyFault> faults)
{
    private static readonly IReadOnlyDictionary<string, RuleAction> Actions = PolicyWords.All<RuleAction>();
    private static readonly string[] MaskKeys = ["columns", "detect"];
    private readonly ConditionsReader _conditions = new(tables, faults);

    public PolicyRule? Read(YamlValue value, string path)
    {
        if (value is not YamlValue.Mapping map)
        {
            faults.Add(new PolicyFault(value.Line, path, "a rule is a map with `name` and `action`"));
            return null;
        }

        var reader = new MapReader(
            map, path, faults, "name", "when", "unless", "action", "expires", "columns", "detect", "reason", "contact", "observe");
        var name = ReadName(reader);
        var action = ReadAction(reader);
        var expires = ReadExpires(reader, action);
        var mask = ReadMask(reader, action, name);
        var when = reader.Map("when") is { } whenMap ? _conditions.Read(whenMap, reader.Join("when")) : null;
        var unless = reader.Map("unless") is { } unlessMap ? _conditions.Read(unlessMap, reader.Join("unless")) : null;
        var observe = ReadObserve(reader);
        return name is null || action is null
            ? null
            : new PolicyRule
            {
                Name = name,
                Action = action.Value,
                Contact = reader.Text("contact") ?? contact,
                Reason = reader.Text("reason") ?? Reason(action.Value),
                When = when,
                Unless = unless,
                Expires = expires,
                Mask = mask,
                Observe = observe,
            };
    }

    private static string Reason(RuleAction action) => action switch
    {
        RuleAction.Allow => "the rule allows it",
        RuleAction.Deny => "the rule does not allow it",
        RuleAction.RequireApproval => "a person has to approve it first",
        _ => "values are hidden",
    };

    private static string? ReadName(MapReader reader)
    {
        var name = reader.Text("name", "give the rule a name, which refusals will show");
        if (name is not null && !RuleName.IsValid(name))
            reader.Fault("name", $"`{name}` is not a name; {RuleName.Advice}");
        return name;
    }

    private static RuleAction? ReadAction(MapReader reader)
    {
        var word = reader.Text("action", $"write one of {string.Join(", ", Actions.Keys)}");
        if (word is null)
            return null;
        if (Actions.TryGetValue(word, out var action))
            return action;
        reader.Fault("action", $"`{word}` is not an action; {MapReader.Choose(word, Actions.Keys)}");
        return null;
    }

    private static TimeSpan? ReadExpires(MapReader reader, RuleAction? action)
    {
        if (action != RuleAction.RequireApproval)
        {
            if (reader.Has("expires") && action is not null)
                reader.Fault("expires", "only `action: require_approval` expires; remove it");
            return null;
        }

        var text = reader.Text("expires", "say how long a statement waits for a decision, such as `expires: 15m`");
        if (text is null)
            return null;
        var time = Duration.Parse(text);
        if (time is null)
            reader.Fault("expires", $"`{text}` is not a duration from 1s to 24h; write it like 30s, 15m or 2h");
        return time;
    }

    private MaskRule? ReadMask(MapReader reader, RuleAction? action, string? name)
    {
        if (action != RuleAction.Mask)
        {
            foreach (var key in MaskKeys.Where(key => reader.Has(key) && action is not null))
                reader.Fault(key, "only `action: mask` hides values; remove it or change the action");
            return null;
        }

        var hidden = reader.Texts("columns") is { } words ? columns.Resolve(words, reader.Join("columns")) : [];
        var detect = reader.Text("detect");
        if (detect is not null and not "card")
            reader.Fault("detect", $"`{detect}` is not a detector; write `card`");
        if (!reader.Has("columns") && !reader.Has("detect"))
            faults.Add(new PolicyFault(reader.Line, reader.Path, "the mask hides nothing; add `columns`, `detect: card` or both"));
        return name is null ? null : new MaskRule(name, hidden, detect == "card", reader.Text("contact") ?? contact);
    }

    private static bool ReadObserve(MapReader reader)
    {
        var word = reader.Text("observe");
        if (word is not null and not "true" and not "false")
            reader.Fault("observe", $"`{word}` is neither; write true or false");
        return word == "true";
    }
}
