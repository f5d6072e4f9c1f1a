using System.Buffers;
using Snowtrail.Proxy.Chunks;
using Snowtrail.Proxy.Results;

namespace Snowtrail.Proxy.Statements;

/// <summary>Rewrites an answer for its statement, and makes the chunks it announces ours.</summary>
internal sealed class AnswerRewriting(ChunkPlans plans, ChunkHosts hosts, int bodyBytesMax)
{
    private readonly RewriteLimits _limits = RewriteLimits.Default with { BodyBytesMax = bodyBytesMax };

    /// <summary>The answer to deliver, what is known of it, and the announced bytes of its chunks.</summary>
    public (ReadOnlyMemory<byte> Answer, RewriteReport Report, long ChunkBytes) Rewrite(StatementCall call, int? child, ReadOnlyMemory<byte> body)
    {
        var plan = plans.New(call, child);
        var chunks = new List<UpstreamChunk>();
        var output = new ArrayBufferWriter<byte>(Math.Max(256, body.Length));
        var report = ResultRewriter.Rewrite(body, PlanOf(call, child, plan, chunks), output);
        if (chunks.Any(chunk => hosts.Allowed(chunk.Url) is null))
            report = report with { Outcome = RewriteOutcome.Refused, Reason = "a part of the result lies at a host that is not one of the warehouse's" };
        else if (report.Outcome == RewriteOutcome.Rewritten && chunks.Count > 0)
        {
            plan.Chunks = chunks;
            plan.QueryId = report.Facts.QueryId;
            plan.Masks = report.MaskPlan;
            plan.Format = report.Facts.Format;
            plans.Add(plan);
        }
        return (output.WrittenMemory, report, chunks.Sum(chunk => chunk.UncompressedSize));
    }

    /// <summary>Fresh addresses of the chunks of a result; null when the answer has not as many as before.</summary>
    public IReadOnlyList<UpstreamChunk>? Addresses(ChunkPlan plan, ReadOnlyMemory<byte> body)
    {
        var chunks = new List<UpstreamChunk>();
        var report = ResultRewriter.Rewrite(body, PlanOf(plan.Call, plan.Child, plan, chunks), new ArrayBufferWriter<byte>());
        return report.Outcome == RewriteOutcome.Rewritten && chunks.Count == plan.Chunks.Count && chunks.All(chunk => hosts.Allowed(chunk.Url) is not null) ? chunks : null;
    }

    private RewritePlan PlanOf(StatementCall call, int? child, ChunkPlan plan, List<UpstreamChunk> chunks) => new()
    {
        Masks = call.Verdict!.Masks,
        Statement = call.StatementOf(child),
        ChunkUrl = chunk =>
        {
            chunks.Add(chunk);
            return new Uri(call.Base, $"/chunks/{plan.Capability}/{chunk.Index}").AbsoluteUri;
        },
        Limits = _limits,
    };
}
