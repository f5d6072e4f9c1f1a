using System.Security.Cryptography;
using System.Text;
using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;
using ParseStatus = Snowtrail.Schemas.ParseStatus;

namespace Snowtrail.Proxy.Statements;

/// <summary>Makes the audit records of statements.</summary>
internal sealed class StatementRecords(string upstream, TimeProvider time)
{
    private const int ListMax = 500, ErrorLengthMax = 2_000;

    public StatementRequested Requested(StatementCall call, StatementBody body, string? approvalId)
    {
        var session = call.Session;
        var analysis = call.Analysis!;
        return new()
        {
            StatementId = call.StatementId,
            SessionId = session.Id,
            SessionSequence = call.Sequence,
            RequestId = call.RequestId,
            Attempt = 1,
            Agent = session.Agent,
            Job = StatementRunner.JobOf(session, body),
            Claims = ClaimsOf(call, body),
            Client = session.Client,
            Context = session.Context,
            SqlText = analysis.RedactedText,
            SqlBytes = Encoding.UTF8.GetByteCount(body.SqlText),
            SqlHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(analysis.RedactedText))),
            Binds = body.RecordedBinds(),
            DescribeOnly = body.DescribeOnly,
            Async = body.Async,
            Analysis = AnalysisOf(analysis),
            Decision = call.Verdict!.ToRecord(),
            ApprovalId = approvalId,
            Upstream = upstream,
            Internal = body.Internal,
        };
    }

    public StatementCompleted Completed(StatementCall call, Completion completion)
    {
        var report = completion.Report;
        var facts = report?.Facts;
        return new()
        {
            StatementId = call.StatementId,
            SessionId = call.Session.Id,
            Agent = call.Session.Agent,
            RequestId = call.RequestId,
            QueryId = call.UpstreamId ?? call.AnnouncedId,
            Outcome = completion.Outcome,
            Code = completion.Code,
            SqlState = completion.SqlState,
            ErrorMessage = completion.Message is { } message ? Cut(SqlRedactor.Redact(message)) : null,
            StatementTypeId = facts?.StatementTypeId,
            Rows = facts?.Total ?? 0,
            RowsInline = report?.InlineRows ?? 0,
            RowsAffected = completion.Affected,
            Bytes = (completion.Body?.Length ?? 0) + completion.ChunkBytes,
            BytesInline = completion.Body?.Length ?? 0,
            Chunks = facts?.Chunks ?? 0,
            Format = facts is { Columns.Count: > 0 } ? facts.Format == Results.ResultFormat.Arrow ? "arrow" : "json" : null,
            Columns = facts is null ? [] : [.. facts.Columns.Take(ListMax)],
            Masked = report?.Masked ?? [],
            FirstByteMicros = completion.FirstByteTimestamp is { } first ? Micros(time.GetElapsedTime(call.ArrivedTimestamp, first)) : 0,
            DurationMicros = Micros(time.GetElapsedTime(call.ArrivedTimestamp)),
            HeldMicros = call.HeldFor is { } held ? Micros(held) : 0,
            Digest = completion.Digest,
            Context = call.Session.Context,
        };
    }

    private static Dictionary<string, string> ClaimsOf(StatementCall call, StatementBody body)
    {
        var claims = Claims.Of(call.Session.Record.Claims, body.QueryTag ?? call.Session.Record.QueryTag, SqlComments.Read(body.SqlText));
        if (body.Unknown.Count > 0)
            Claims.Add(claims, "unknown_members", string.Join(",", body.Unknown));
        return claims;
    }

    private static Analysis AnalysisOf(SqlAnalysis analysis) => new()
    {
        Class = ClassOf(analysis.Class),
        Verb = string.Join("; ", analysis.Statements.Select(one => one.Verb).Distinct().Take(8)),
        Parse = analysis.FullyParsed ? ParseStatus.Full : analysis.Statements.Any(one => one.Class != Sql.StatementClass.Unknown) ? ParseStatus.Partial : ParseStatus.None,
        Statements = analysis.Statements.Count,
        Reads = Names(analysis.Reads),
        BaseReads = Names(analysis.BaseReads),
        Writes = Names(analysis.Writes),
        Stages = [.. analysis.Stages.Take(ListMax)],
        Urls = [.. analysis.Urls.Take(ListMax)],
        Columns = [.. analysis.Statements.SelectMany(one => one.OutputColumns ?? []).SelectMany(one => one.Sources)
            .Select(source => $"{source.Object}.{source.Column}").Distinct().Take(ListMax)],
        Functions = [.. analysis.Functions.Take(ListMax)],
        Flags = [.. Enum.GetValues<StatementFlags>().Where(flag => flag != StatementFlags.None && analysis.Flags.HasFlag(flag)).Select(FlagName)],
        Fingerprint = analysis.Fingerprint,
    };

    private static string[] Names(IReadOnlyList<ObjectName> names) => [.. names.Select(name => name.ToString()).Distinct().Take(ListMax)];

    internal static Schemas.StatementClass ClassOf(Sql.StatementClass found) => found switch
    {
        Sql.StatementClass.Query => Schemas.StatementClass.Query,
        Sql.StatementClass.Dml => Schemas.StatementClass.Dml,
        Sql.StatementClass.Ddl => Schemas.StatementClass.Ddl,
        Sql.StatementClass.Dcl => Schemas.StatementClass.Dcl,
        Sql.StatementClass.Session => Schemas.StatementClass.Session,
        Sql.StatementClass.Transaction => Schemas.StatementClass.Transaction,
        Sql.StatementClass.Metadata => Schemas.StatementClass.Metadata,
        Sql.StatementClass.Load => Schemas.StatementClass.Load,
        Sql.StatementClass.Unload => Schemas.StatementClass.Unload,
        Sql.StatementClass.FileTransfer => Schemas.StatementClass.FileTransfer,
        Sql.StatementClass.Call => Schemas.StatementClass.Call,
        _ => Schemas.StatementClass.Unknown,
    };

    // SelectStar is recorded as SELECT_STAR
    private static string FlagName(StatementFlags flag) =>
        string.Concat(flag.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static string Cut(string text) => text.Length <= ErrorLengthMax ? text : text[..ErrorLengthMax];
}
