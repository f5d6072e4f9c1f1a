using System.Text;
using System.Text.RegularExpressions;

namespace Snowtrail.Proxy.Results.Answers;

/// <summary>Masks the message of an error, into which a statement can put values: <c>Numeric value '4111…' is not recognized</c>.</summary>
internal sealed partial class AnswerMessage(RewritePlan plan)
{
    public string Mask(string message, string? code)
    {
        if (IsAboutValues(code) && ReadsHidden())
            message = Quoted().Replace(message, "'***'");
        if (!plan.Masks.Any(mask => mask.DetectCards || mask.Columns.Count > 0))
            return message;
        var masker = new CellMasker();
        return masker.MaskText(Encoding.UTF8.GetBytes(message), json: false) == CellOutcome.Replaced ? Encoding.UTF8.GetString(masker.Text) : message;
    }

    // Codes of compilation are below 10000 and quote names; those of execution quote values.
    private static bool IsAboutValues(string? code) => code is not null && !code.StartsWith("00", StringComparison.Ordinal);

    private bool ReadsHidden() => plan.Statement is null
        || plan.Masks.Any(mask => mask.Columns.Any(column => plan.Statement.BaseReads.Any(table => column.Table.CouldBe(table))));

    [GeneratedRegex("'(?:[^']|'')*'", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
