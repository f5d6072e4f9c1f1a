using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Results;

/// <summary>What an answer said and what was done with it.</summary>
public sealed record RewriteReport
{
    /// <summary>How it ended.</summary>
    public required RewriteOutcome Outcome { get; init; }

    /// <summary>Why it was not rewritten, in words for a person; empty when it was.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Direction of a blocked transfer: <c>upload</c> or <c>download</c>; null when nothing was blocked.</summary>
    public string? TransferDirection { get; init; }

    /// <summary>What the answer said, masked like the answer itself.</summary>
    public AnswerFacts Facts { get; init; } = new();

    /// <summary>Rows inside the answer.</summary>
    public long InlineRows { get; init; }

    /// <summary>What was masked in those rows.</summary>
    public IReadOnlyList<MaskedColumn> Masked { get; init; } = [];

    /// <summary>The masks as they apply to each column; use it for the chunks of the same result.</summary>
    public MaskPlan MaskPlan { get; init; } = MaskPlan.None;
}
