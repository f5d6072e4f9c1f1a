using Snowtrail.Schemas;
using StatementClass = Snowtrail.Proxy.Sql.StatementClass;

namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Finds rules that could never do what they say.</summary>
internal static class RuleChecks
{
    public static void Check(IReadOnlyList<PolicyRule> rules, IReadOnlyList<RulePlace> places, List<PolicyFault> faults)
    {
        for (var index = 0; index < rules.Count; index++)
        {
            var place = places[index];
            var messages = place.IsSound ? One(rules[index]).Concat(Reach(rules, places, index)) : [];
            foreach (var message in Names(rules, index).Concat(messages))
                faults.Add(new PolicyFault(place.Line, place.Path, message));
        }
    }

    private static IEnumerable<string> One(PolicyRule rule)
    {
        if (rule is { When: { } when, Unless: { } unless } && unless.Cover(when))
            yield return $"`{rule.Name}` never matches: `unless` takes out all that `when` lets in";
        if (rule.Action is RuleAction.Allow or RuleAction.RequireApproval && NeverRuns(rule.When) is { } what)
            yield return $"`{rule.Name}` cannot let {what} run: that is always refused; write `action: deny` or remove it";
        if (rule.Unless is { Jobs: not null, JobTrust: Trust.Claimed })
            yield return $"`{rule.Name}` would be lifted by a job that is only claimed; write `trust: configured` or `trust: attested`";
        if (rule is { Action: RuleAction.Allow or RuleAction.RequireApproval, When: { Jobs: not null, JobTrust: Trust.Claimed } })
            yield return $"`{rule.Name}` would open something for a job that is only claimed; write `trust: configured` or `trust: attested`";
    }

    private static IEnumerable<string> Names(IReadOnlyList<PolicyRule> rules, int index)
    {
        if (rules.Take(index).Any(one => one.Name == rules[index].Name))
            yield return $"the name `{rules[index].Name}` is taken by an earlier rule; choose another";
    }

    private static IEnumerable<string> Reach(IReadOnlyList<PolicyRule> rules, IReadOnlyList<RulePlace> places, int index)
    {
        var rule = rules[index];
        var earlier = rules.Take(index).Where((one, at) => places[at].IsSound && one.Decides && Cover(one, rule));
        if (rule.Decides && earlier.FirstOrDefault() is { } first)
            yield return $"`{rule.Name}` is never reached: `{first.Name}` above decides all that it matches; move it up or remove it";
    }

    private static bool Cover(PolicyRule earlier, PolicyRule later) =>
        (earlier.When is null || (later.When is not null && earlier.When.Cover(later.When)))
        && (earlier.Unless is null || (later.Unless is not null && later.Unless.Cover(earlier.Unless)));

    private static string? NeverRuns(RuleConditions? when)
    {
        if (when?.Statements is { } classes && classes.All(one => one is StatementClass.Unknown or StatementClass.FileTransfer))
            return "unclassified statements and file transfers";
        return when?.Effects is { } effects && (effects & ~StatementEffects.NeverOpened) == 0 ? "file transfers" : null;
    }
}
