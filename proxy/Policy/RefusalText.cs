using System.Globalization;
using Snowtrail.Proxy.Sql;
using Snowtrail.Proxy.Sql.Functions;

namespace Snowtrail.Proxy.Policy;

/// <summary>The words in which a refusal reaches a driver; the first line is Snowflake's own for SQL state 42501.</summary>
internal static class RefusalText
{
    private const string FirstLine = "SQL access control error:\n";

    public static string Refused(Verdict verdict) =>
        $"{FirstLine}Refused by {Rule(verdict)}: {Sentence(verdict.Reason)}{Ask(verdict)}";

    public static string Denied(Verdict verdict, string? reason) =>
        $"{FirstLine}Approval was denied ({Rule(verdict)}){(string.IsNullOrWhiteSpace(reason) ? "." : $": {Sentence(reason.Trim())}")}{Ask(verdict)}";

    public static string Expired(Verdict verdict) =>
        $"{FirstLine}Approval expired ({Rule(verdict)}): nobody decided{Within(verdict.ExpiresAfter)}.{Ask(verdict)}";

    /// <summary>Which functions a rule about user-defined ones means; a misspelt one is among them.</summary>
    public static string UnknownFunctions(PolicyRule rule, SqlStatement statement) =>
        rule.When?.Effects?.HasFlag(StatementFlags.UserFunction) == true && statement.Flags.HasFlag(StatementFlags.UserFunction)
            ? $" ({string.Join(", ", statement.Functions.Where(one => !BuiltInFunctions.Has(one)).Take(3))}: no function that Snowflake defines)"
            : "";

    private static string Rule(Verdict verdict) => verdict.Rule is { } rule ? $"policy rule '{rule}'" : "the policy's default";

    private static string Ask(Verdict verdict) => verdict.Contact is { } contact ? $" Ask {contact}." : " Ask the people who run this gateway.";

    private static string Sentence(string text) => text.EndsWith('.') || text.EndsWith('!') || text.EndsWith('?') ? text : text + ".";

    private static string Within(TimeSpan? time) => time is not { } known
        ? ""
        : known.TotalMinutes >= 1
            ? string.Create(CultureInfo.InvariantCulture, $" within {known.TotalMinutes:0.#} minutes")
            : string.Create(CultureInfo.InvariantCulture, $" within {known.TotalSeconds:0} seconds");
}
