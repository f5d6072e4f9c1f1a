using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Policy;

/// <summary>What holds beside the rules of any file.</summary>
internal static class BuiltInRules
{
    public const string Prefix = "built-in-";

    public static Verdict Unclassified(PolicySnapshot policy) => Deny(
        policy,
        "unclassified",
        "the gateway could not classify this statement (a typing error, or SQL that it does not know), and what it cannot classify is refused");

    public static Verdict Transfer(PolicySnapshot? policy, StatementFlags effects) => Deny(
        policy,
        "transfer",
        $"this statement would carry data round the gateway ({Words(effects)})");

    public static Verdict Default(PolicySnapshot policy) => new()
    {
        Action = policy.AllowByDefault ? DecisionAction.Allow : DecisionAction.Deny,
        Reason = policy.AllowByDefault ? "No rule matched and the default is to allow." : "no rule allows this statement",
        Contact = policy.Contact,
        PolicyVersion = policy.Version,
    };

    /// <summary>
    /// A column that may not be seen may not be asked about either: with <c>where card_number like '41%'</c> one reads it digit by digit.
    /// </summary>
    public static Verdict? MaskedPredicate(PolicySnapshot policy, IReadOnlyList<MaskRule> masks, SqlStatement statement)
    {
        foreach (var mask in masks)
        {
            foreach (var column in mask.Columns)
            {
                if (statement.PredicateColumns.Any(used => used.Kind != LineageKind.Counted && used.CouldBe(column.Table, column.Column)))
                {
                    return new Verdict
                    {
                        Action = DecisionAction.Deny,
                        Rule = mask.Name,
                        Reason = $"{column} is masked here, and filtering, joining, grouping or sorting by it would tell its values",
                        Contact = mask.Contact,
                        PolicyVersion = policy.Version,
                    };
                }
            }
        }

        return null;
    }

    private static Verdict Deny(PolicySnapshot? policy, string name, string reason) => new()
    {
        Action = DecisionAction.Deny,
        Rule = Prefix + name,
        Reason = reason,
        Contact = policy?.Contact,
        PolicyVersion = policy?.Version ?? "none",
    };

    private static string Words(StatementFlags effects) =>
        string.Join(", ", Enum.GetValues<StatementFlags>().Where(flag => flag != StatementFlags.None && effects.HasFlag(flag)).Select(PolicyWords.Of));
}
