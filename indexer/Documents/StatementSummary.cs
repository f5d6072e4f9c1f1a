using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>OpenTelemetry's <c>db.query.summary</c>: few distinct values, to group by.</summary>
internal static class StatementSummary
{
    /// <summary>OpenTelemetry's bound, characters.</summary>
    private const int LengthMax = 255;

    /// <summary>The verb and the last part of each name, such as <c>SELECT ORDERS CUSTOMERS</c>; whole names only.</summary>
    public static string Of(Analysis analysis)
    {
        var summary = new System.Text.StringBuilder(Cut(analysis.Verb));
        foreach (var name in analysis.Writes.Concat(analysis.Stages).Concat(analysis.Reads).Distinct())
        {
            var last = name[(name.LastIndexOf('.') + 1)..];
            if (summary.Length + last.Length + 1 > LengthMax)
                break;
            summary.Append(' ').Append(last);
        }

        return summary.ToString();
    }

    /// <summary>The one object that a statement concerns; null when there are none or several.</summary>
    public static string? OnlyObject(Analysis analysis) =>
        analysis.Reads.Concat(analysis.Writes).Distinct().Take(2).ToArray() is [var only] ? only : null;

    private static string Cut(string verb) => verb.Length <= LengthMax ? verb : verb[..LengthMax];
}
