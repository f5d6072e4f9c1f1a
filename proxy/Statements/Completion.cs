using Snowtrail.Proxy.Results;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Statements;

/// <summary>How a statement ended.</summary>
internal sealed record Completion
{
    public required StatementOutcome Outcome { get; init; }

    /// <summary>The answer to deliver; null for a failure that the gateway words itself.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string? Code { get; init; }
    public string? SqlState { get; init; }
    public string? Message { get; init; }
    public RewriteReport? Report { get; init; }
    public long Affected { get; init; }
    public long ChunkBytes { get; init; }
    public long? FirstByteTimestamp { get; init; }
    public string? Digest { get; init; }

    /// <summary>A failure in the gateway's own words.</summary>
    public static Completion Failed(StatementOutcome outcome, string code, string sqlState, string message) =>
        new() { Outcome = outcome, Code = code, SqlState = sqlState, Message = message };

    /// <summary>An answer of the warehouse, rewritten.</summary>
    public static Completion Of(UpstreamFollow.Result followed, RewriteReport report, ReadOnlyMemory<byte> answer, long chunkBytes, string digest) => new()
    {
        Outcome = followed.Reply.Success ? StatementOutcome.Success
            : followed.Reply.Code == Protocol.Codes.Cancelled ? StatementOutcome.Cancelled : StatementOutcome.Failure,
        Body = answer,
        Code = followed.Reply.Success ? null : report.Facts.Code ?? followed.Reply.Code,
        SqlState = followed.Reply.Success ? null : report.Facts.SqlState ?? followed.Reply.SqlState,
        Message = followed.Reply.Success ? null : report.Facts.Message,
        Report = report,
        Affected = followed.Reply.Affected,
        ChunkBytes = chunkBytes,
        FirstByteTimestamp = followed.FirstByteTimestamp,
        Digest = digest,
    };
}
