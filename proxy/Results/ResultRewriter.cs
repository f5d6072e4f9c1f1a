using System.Buffers;
using System.Text.Json;
using Snowtrail.Proxy.Results.Answers;

namespace Snowtrail.Proxy.Results;

/// <summary>
/// Turns the warehouse's answer into the one that the driver gets: masked, with chunk addresses of ours, without storage credentials.
/// What need not change keeps its bytes. An answer that cannot be read with certainty is refused. Pure but for the callback of the plan.
/// </summary>
public static class ResultRewriter
{
    /// <summary>Rewrites an answer of the driver protocol: a result, an error, one still in progress, a multi-statement parent.</summary>
    /// <param name="upstreamBody">The whole body, not compressed.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="output">Takes the new body; nothing is written unless the outcome is <see cref="RewriteOutcome.Rewritten"/>.</param>
    public static RewriteReport Rewrite(ReadOnlyMemory<byte> upstreamBody, RewritePlan plan, IBufferWriter<byte> output) =>
        Rewrite(upstreamBody, plan, output, AnswerShape.Driver);

    /// <summary>Rewrites an answer of the SQL API, version 2. Pages after the first have no column list: hand in <paramref name="firstPage"/>.</summary>
    /// <param name="upstreamBody">The whole body, not compressed.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="output">Takes the new body; nothing is written unless the outcome is <see cref="RewriteOutcome.Rewritten"/>.</param>
    /// <param name="firstPage">The masks that the first page's report gave; null for the first page.</param>
    public static RewriteReport RewriteSqlApi(
        ReadOnlyMemory<byte> upstreamBody, RewritePlan plan, IBufferWriter<byte> output, MaskPlan? firstPage = null) =>
        Rewrite(upstreamBody, plan, output, AnswerShape.SqlApi, firstPage);

    private static RewriteReport Rewrite(
        ReadOnlyMemory<byte> body, RewritePlan plan, IBufferWriter<byte> output, AnswerShape shape, MaskPlan? known = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        if (body.Length > plan.Limits.BodyBytesMax)
            return Refused($"The warehouse's answer has {body.Length} bytes; at most {plan.Limits.BodyBytesMax} are inspected, and what is not inspected does not pass.");
        try
        {
            var scan = AnswerScan.Read(body.Span, shape, plan.Limits);
            return scan.Transfer is { } direction
                ? new RewriteReport
                {
                    Outcome = RewriteOutcome.TransferBlocked,
                    TransferDirection = direction,
                    Reason = "The warehouse's answer holds storage credentials or addresses, by which data would go round the gateway.",
                    Facts = scan.Facts,
                }
                : new AnswerEditor(body, scan, plan, known).Write(output);
        }
        catch (UnreadableResultException fault)
        {
            return Refused(fault.Message);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // The reader's own words may quote the data.
            return Refused("The warehouse's answer is not valid JSON.");
        }
    }

    private static RewriteReport Refused(string reason) => new() { Outcome = RewriteOutcome.Refused, Reason = reason };
}
