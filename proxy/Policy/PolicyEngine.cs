using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;
using StatementClass = Snowtrail.Proxy.Sql.StatementClass;

namespace Snowtrail.Proxy.Policy;

/// <summary>
/// Decides about statements. Pure. Each statement of a text, and each inside another, is held against the rules by itself; the strictest
/// outcome is that of the whole text, and masks of all of them apply.
/// </summary>
public static class PolicyEngine
{
    /// <summary>Decides.</summary>
    /// <param name="policy">The policy; null for none, when only what would carry bytes round the gateway is refused.</param>
    /// <param name="input">Who asks for what.</param>
    public static Verdict Decide(PolicySnapshot? policy, in PolicyInput input)
    {
        ArgumentNullException.ThrowIfNull(input.Analysis);
        var statements = Flatten(input.Analysis.Statements);
        if (policy is null)
            return WithoutPolicy(input, statements);

        var masks = MasksOf(policy, input, statements);
        var observed = ObservedBy(policy, input, statements);
        var worst = statements.Count == 0 ? BuiltInRules.Unclassified(policy) : null;
        foreach (var statement in statements)
        {
            var one = DecideOne(policy, input, statement, masks);
            if (worst is null || Severity(one.Action) > Severity(worst.Action))
                worst = one;
        }

        return Described(worst!, input.DescribeOnly) with { Masks = masks, Observed = observed };
    }

    private static Verdict WithoutPolicy(in PolicyInput input, IReadOnlyList<SqlStatement> statements)
    {
        foreach (var statement in statements)
        {
            var effects = StatementEffects.Of(input.Analysis, statement) & StatementEffects.RefusedAlways;
            if (effects != 0)
                return BuiltInRules.Transfer(null, effects);
        }

        return new Verdict { Action = DecisionAction.Allow, Reason = "No policy is set.", PolicyVersion = "none" };
    }

    private static Verdict DecideOne(PolicySnapshot policy, in PolicyInput input, SqlStatement statement, IReadOnlyList<MaskRule> masks)
    {
        var rule = FirstMatch(policy, input, statement);
        if (rule?.Action == RuleAction.Deny)
            return Of(policy, rule, statement);
        if (statement.Class == StatementClass.Unknown)
            return BuiltInRules.Unclassified(policy);
        var closed = StatementEffects.Of(input.Analysis, statement) & StatementEffects.RoundTheGateway & ~Opened(rule);
        if (closed != 0)
            return BuiltInRules.Transfer(policy, closed);
        if (BuiltInRules.MaskedPredicate(policy, masks, statement) is { } refusal)
            return refusal;
        return rule is null ? BuiltInRules.Default(policy) : Of(policy, rule, statement);
    }

    private static PolicyRule? FirstMatch(PolicySnapshot policy, in PolicyInput input, SqlStatement statement)
    {
        foreach (var rule in policy.Rules)
        {
            if (rule.Decides && rule.Matches(input, statement))
                return rule;
        }

        return null;
    }

    // Only a rule that names the effect opens it: one that allows a job "everything" was not written with unloads in mind.
    private static StatementFlags Opened(PolicyRule? rule)
    {
        var named = rule?.When?.Effects ?? StatementFlags.None;
        if (rule?.When?.Statements?.Contains(StatementClass.Unload) == true)
            named |= StatementFlags.Unload;
        return named & ~StatementEffects.NeverOpened;
    }

    private static Verdict Of(PolicySnapshot policy, PolicyRule rule, SqlStatement statement) => new()
    {
        Action = rule.Action switch
        {
            RuleAction.Deny => DecisionAction.Deny,
            RuleAction.RequireApproval => DecisionAction.RequireApproval,
            _ => DecisionAction.Allow,
        },
        Rule = rule.Name,
        Reason = rule.Reason + RefusalText.UnknownFunctions(rule, statement),
        Contact = rule.Contact,
        ExpiresAfter = rule.Expires,
        PolicyVersion = policy.Version,
    };

    private static Verdict Described(Verdict verdict, bool describeOnly) =>
        describeOnly && verdict.Action == DecisionAction.RequireApproval
            ? verdict with
            {
                Action = DecisionAction.Allow,
                ExpiresAfter = null,
                Reason = $"Describe only: nothing runs, so nobody is asked. {verdict.Reason}",
            }
            : verdict;

    private static List<MaskRule> MasksOf(PolicySnapshot policy, in PolicyInput input, IReadOnlyList<SqlStatement> statements)
    {
        var masks = new List<MaskRule>();
        foreach (var rule in policy.Rules)
        {
            if (rule is { Mask: { } mask, Observe: false } && MatchesAny(rule, input, statements))
                masks.Add(mask);
        }

        return masks;
    }

    private static List<string> ObservedBy(PolicySnapshot policy, in PolicyInput input, IReadOnlyList<SqlStatement> statements)
    {
        var observed = new List<string>();
        foreach (var rule in policy.Rules)
        {
            if (rule.Observe && MatchesAny(rule, input, statements))
                observed.Add(rule.Name);
        }

        return observed;
    }

    private static bool MatchesAny(PolicyRule rule, in PolicyInput input, IReadOnlyList<SqlStatement> statements)
    {
        foreach (var statement in statements)
        {
            if (rule.Matches(input, statement))
                return true;
        }

        return false;
    }

    private static List<SqlStatement> Flatten(IReadOnlyList<SqlStatement> statements)
    {
        var all = new List<SqlStatement>(statements);
        for (var index = 0; index < all.Count; index++)
            all.AddRange(all[index].Inner);
        return all;
    }

    private static int Severity(DecisionAction action) => action switch
    {
        DecisionAction.Deny => 2,
        DecisionAction.RequireApproval => 1,
        _ => 0,
    };
}
