using System.Text;

namespace Snowtrail.Proxy.Results.Answers;

/// <summary>Masks the message of an error, into which a statement can put values: <c>Numeric value '4111…' is not recognized</c>.</summary>
internal sealed class AnswerMessage(RewritePlan plan)
{
    public string Mask(string message, string? code)
    {
        // Values stand with quotes and without, also in the middle of what looks like the warehouse's words: nothing of it is kept.
        if (QuotesValues(code) && HidingRule() is { } rule)
            return $"The statement failed with error {code}. Its text is not shown: it can quote values that rule '{rule}' hides.";
        if (!plan.Masks.Any(mask => mask.DetectCards || mask.Columns.Count > 0))
            return message;
        var masker = new CellMasker();
        return masker.MaskText(Encoding.UTF8.GetBytes(message), json: false) == CellOutcome.Replaced ? Encoding.UTF8.GetString(masker.Text) : message;
    }

    // A computed name is a value.
    private bool QuotesValues(string? code) => code is not null && (!QuotesNames(code) || plan.Statement?.Flags.HasFlag(Sql.StatementFlags.Dynamic) == true);

    /// <summary>Codes of compilation quote names; so do the few that say that nothing ran. All others can quote values.</summary>
    private static bool QuotesNames(string code) =>
        code[..Math.Min(3, code.Length)] is "001" or "002" or "003" or "390" || code.StartsWith("0009", StringComparison.Ordinal)
        || code is "000002" or "000008" or "000604" or "000605" or "000606" or "000607" or "000625" or "000630" or "000709";

    private string? HidingRule() => plan.Masks.FirstOrDefault(mask => mask.Columns.Count > 0
        && (plan.Statement is null || mask.Columns.Any(column => plan.Statement.BaseReads.Any(column.Table.CouldBe))))?.Name;
}
