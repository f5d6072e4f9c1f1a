using System.Text;
using Microsoft.Extensions.Logging;
using Snowtrail.Ledger;
using Snowtrail.Proxy.Approval;
using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Recording;
using Snowtrail.Proxy.Results;
using Snowtrail.Proxy.Sessions;
using Snowtrail.Proxy.Sql;
using Snowtrail.Proxy.Upstream;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Statements;

/// <summary>
/// Takes one statement from its arrival to its answer, apart from the requests that wait for it:
/// 1 analyse and decide; 2 make the intent durable; 3 refuse, or hold for a person; 4 forward and follow until there is an answer;
/// 5 rewrite it; 6 learn what it changed; 7 make the completion durable; 8 let the waiting requests have it.
/// </summary>
internal sealed partial class StatementRunner(GatewayServices services)
{
    private static readonly TimeSpan HoldTick = TimeSpan.FromSeconds(2);
    private readonly ILogger _log = services.Log;

    /// <summary>Runs it to its end; never throws.</summary>
    public async Task RunAsync(StatementCall call, StatementBody body)
    {
        using (body)
        {
            StatementAnswer answer;
            try
            {
                answer = await ExecuteAsync(call, body);
            }
            catch (LedgerException fault)
            {
                LogLedger(fault, call.StatementId);
                services.Intents.Doubt(call.StatementId);
                answer = Failure(Codes.AccessControl, Codes.AccessControlState, Messages.LedgerUnavailable, call);
            }
#pragma warning disable CA1031 // The driver waits for an answer whatever happened
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogFault(fault, call.StatementId);
                answer = await CrashedAsync(call);
            }
            services.Answers.Add(answer);
            call.Finish(answer, services.Time.GetUtcNow());
        }
    }

    private async Task<StatementAnswer> ExecuteAsync(StatementCall call, StatementBody body)
    {
        // 1
        Decide(call, body);
        var verdict = call.Verdict!;
        var approvalId = verdict.Action == DecisionAction.RequireApproval ? Guid.NewGuid().ToString() : null;
        var request = services.Records.Requested(call, body, approvalId);

        // 2
        services.Intents.Begin(call.StatementId, services.Audit.DurableNext);
        await services.Audit.AppendAsync(call.Session.Agent.Subject, request);
        call.RecordedAs(request);
        await services.Recordings.AppendAsync(
            call.Session.Id, new(RecordingKind.Statement, call.RequestId, "application/sql"), Encoding.UTF8.GetBytes(request.SqlText));

        // 3
        if (verdict.Action == DecisionAction.Deny)
            return await RefuseAsync(call, verdict.Message, StatementOutcome.Refused);
        if (StatementCountFault(call, body) is { } fault)
            return await EndAsync(call, Completion.Failed(StatementOutcome.Failure, Codes.StatementCount, Codes.StatementCountState, fault));
        if (approvalId is not null && await HoldAsync(call, request, approvalId, body) is { } refused)
            return refused;

        // 4 to 7
        if (await StaleAsync(call, body, approvalId is not null) is { } stale)
            return stale;
        using var pending = call.Session.Lineage.Begin(call.Analysis!);
        return await ForwardAsync(call, body);
    }

    // What others wrote since it was decided may have put data into what it reads
    private async Task<StatementAnswer?> StaleAsync(StatementCall call, StatementBody body, bool approved)
    {
        if (call.LineageSeen == call.Session.Lineage.Version)
            return null;
        Decide(call, body);
        return call.Verdict!.Action switch
        {
            DecisionAction.Deny => await RefuseAsync(call, call.Verdict.Message, StatementOutcome.Refused),
            DecisionAction.RequireApproval when !approved => await RefuseAsync(call, Messages.Stale, StatementOutcome.Refused),
            _ => null,
        };
    }

    private void Decide(StatementCall call, StatementBody body)
    {
        var session = call.Session;
        var context = session.Context;
        call.LineageSeen = session.Lineage.Version;
        var analysis = SqlAnalyzer.Analyze(body.SqlText, new(context.Database, context.Schema), body.TextBinds(), session.Lineage.Catalog);
        var job = JobOf(session, body);
        call.Analysis = analysis;
        call.Verdict = ForeignResult(session, analysis) ?? ApprovedResult.Of(session, analysis, PolicyEngine.Decide(services.Policy, new PolicyInput
        {
            Agent = session.Agent.Subject,
            Owner = session.Agent.Owner,
            Job = job?.Name,
            JobTrust = job?.Trust ?? Trust.None,
            Context = context,
            Analysis = analysis,
            DescribeOnly = body.DescribeOnly,
        }));
    }

    /// <summary>The job with the most trust: the key's, else what the session claimed, else what tag or comment claim.</summary>
    internal static Job? JobOf(GatewaySession session, StatementBody body) =>
        session.Job is { Trust: >= Trust.Configured } configured
            ? configured
            : Claims.JobOfTag(body.QueryTag) ?? Claims.JobOfComment(SqlComments.Read(body.SqlText)) ?? session.Job;

    // With a policy, results of others, and of this session before a restart, are not read: nothing is known of what they hold
    private Verdict? ForeignResult(GatewaySession session, SqlAnalysis analysis)
    {
        if (services.Policy is not { } policy)
            return null;
        var foreign = analysis.Statements.SelectMany(Flatten).SelectMany(one => one.ResultScans).FirstOrDefault(id => !session.Queries.ContainsKey(id));
        return foreign is null ? null : new Verdict
        {
            Action = DecisionAction.Deny,
            Rule = "built-in-own-results",
            Reason = $"query {(RequestPath.IsId(foreign) ? foreign : "?")} is not a query that this session ran lately; run it again to scan its result",
            Contact = policy.Contact,
            PolicyVersion = policy.Version,
        };
    }

    private static IEnumerable<SqlStatement> Flatten(SqlStatement statement) => statement.Inner.SelectMany(Flatten).Prepend(statement);

    private static string? StatementCountFault(StatementCall call, StatementBody body)
    {
        var found = call.Analysis!.Statements.Count;
        return body.StatementCount is { } said and > 0 && call.Analysis.FullyParsed && found > 0 && found != said
            ? $"Actual statement count {found} did not match the desired statement count {said}."
            : null;
    }

    /// <summary>Null when it was approved and may run.</summary>
    private async Task<StatementAnswer?> HoldAsync(StatementCall call, StatementRequested request, string approvalId, StatementBody body)
    {
        var verdict = call.Verdict!;
        var now = services.Time.GetUtcNow();
        var hold = await services.Desk.HoldAsync(new HeldStatement(
            approvalId, call.StatementId, call.Session.Id, call.Session.Agent, request.Job, verdict.Rule ?? "default", verdict.Reason,
            request.SqlText, request.Binds, request.Analysis.BaseReads, request.Context, BindingHash.Of(call, body, request.Context), now,
            now + (verdict.ExpiresAfter ?? services.Options.ApprovalExpiry)));
        call.Hold = hold;
        call.PollBegins(now);
        call.PollEnds(now);
        call.Announce(Guid.NewGuid().ToString());
        await WaitAsync(call, hold);
        var end = await hold.Ended;
        call.HeldFor = services.Time.GetUtcNow() - now;
        return end.Outcome switch
        {
            ApprovalOutcome.Approved => await ApprovedAsync(call, request, body, hold),
            ApprovalOutcome.Denied => await RefuseAsync(call, verdict.MessageWhenDenied(end.Reason), StatementOutcome.Refused),
            ApprovalOutcome.Expired => await RefuseAsync(call, verdict.MessageWhenExpired(), StatementOutcome.Refused),
            _ => await EndAsync(call, Completion.Failed(StatementOutcome.Cancelled, Codes.Cancelled, Codes.CancelledState, Messages.Cancelled)),
        };
    }

    private async Task WaitAsync(StatementCall call, Hold hold)
    {
        while (!hold.Ended.IsCompleted)
        {
            var now = services.Time.GetUtcNow();
            if (now >= hold.Statement.ExpiresAt)
                await services.Desk.EndAsync(hold, ApprovalOutcome.Expired, "nobody decided in time");
            else if (call.Session.Closed || services.Stopping.IsCancellationRequested)
                await services.Desk.EndAsync(hold, ApprovalOutcome.Cancelled, call.Session.Closed ? "the session ended" : "the gateway stopped");
            else if (!call.Async && !call.Polling && now - call.LastPolled > services.Options.HoldSilenceMax)
                await services.Desk.EndAsync(hold, ApprovalOutcome.Cancelled, "the caller gave up: nobody polls");
            else
            {
                var left = hold.Statement.ExpiresAt - now;
                await Task.WhenAny(hold.Ended, Task.Delay(left < HoldTick ? left : HoldTick, services.Time));
            }
        }
    }

    // What was approved is what runs: names and what is known of the objects may have changed while it waited
    private async Task<StatementAnswer?> ApprovedAsync(StatementCall call, StatementRequested request, StatementBody body, Hold hold)
    {
        var context = call.Session.Context;
        if (BindingHash.Of(call, body, context) != hold.Statement.BindingHash)
            return await RefuseAsync(call, Messages.ContextChanged, StatementOutcome.Refused);
        if (!services.Keys.IsLive(call.Session.Record.Identity.KeyId) || call.Session.Closed)
            return await RefuseAsync(call, Messages.SessionEnded, StatementOutcome.Refused);
        Decide(call, body);
        return call.Verdict!.Action == DecisionAction.Deny ? await RefuseAsync(call, call.Verdict.Message, StatementOutcome.Refused) : null;
    }

    private async Task<StatementAnswer> ForwardAsync(StatementCall call, StatementBody body)
    {
        var session = call.Session;
        var job = JobOf(session, body);
        var sqlText = OwnIds.Replace(body.SqlText, call.Analysis!, session);
        var tag = QueryTag.Of(session.Agent.Subject, job?.Name, call.StatementId, body.QueryTag ?? session.Record.QueryTag, services.Ring);
        call.Forwarded = true;
        UpstreamFollow.Result followed;
        try
        {
            followed = await services.Follow.RunAsync(call, ForwardedBody.Write(body, sqlText, tag));
        }
        catch (UpstreamException fault)
        {
            session.Lineage.LearnCautiously(call.Analysis!.Statements);
            LogUpstream(fault, call.StatementId);
            return await EndAsync(call, Completion.Failed(StatementOutcome.Unknown, Codes.Internal, Codes.InternalState, Messages.Upstream(fault)));
        }
        if (Codes.MeansGone(followed.Reply.Code) && !followed.Reply.Success)
            return await SessionGoneAsync(call);
        return await DeliverAsync(call, body, followed);
    }

    private async Task<StatementAnswer> DeliverAsync(StatementCall call, StatementBody body, UpstreamFollow.Result followed)
    {
        // 5
        var (answer, report, chunkBytes) = services.Rewriting.Rewrite(call, null, followed.Body);
        call.UpstreamId = report.Facts.QueryId ?? followed.Reply.QueryId ?? call.UpstreamId;
        if (call.UpstreamId is { } id && RequestPath.IsId(id))
            call.Session.Queries[id] = new(call, null);
        Learn(call, body, followed.Reply, report);
        services.SessionTable.TakeNames(call.Session, followed.Reply);
        if (report.Outcome != RewriteOutcome.Rewritten)
            return await WithheldAsync(call, report);

        // 7
        var digest = await services.Recordings.AppendAsync(
            call.Session.Id, new(RecordingKind.Inline, call.RequestId, "application/json", call.UpstreamId), answer);
        return await EndAsync(call, Completion.Of(followed, report, answer, chunkBytes, digest));
    }

    private static void Learn(StatementCall call, StatementBody body, UpstreamReply reply, RewriteReport report)
    {
        if (body.DescribeOnly)
            return;
        var statements = call.Analysis!.Statements;
        var lineage = call.Session.Lineage;
        if (reply.Success)
            lineage.Learn(statements);
        else if (statements.Count > 1 || statements.Any(one => one.Inner.Count > 0))
            lineage.LearnCautiously(statements);
        if (!reply.Success)
            return;
        for (var index = 0; index < report.Facts.ResultIds.Count; index++)
        {
            var id = report.Facts.ResultIds[index];
            call.Session.Queries[id] = new(call, index);
            if (call.StatementOf(index) is { } child)
                lineage.Remember(id, child);
        }
        if (statements.Count == 1 && call.UpstreamId is { } upstreamId)
        {
            // Under our own id as well, when that is the one that the driver knows; the warehouse's is the last result
            if (call.Announced.IsCompleted && call.AnnouncedId != upstreamId)
                lineage.Remember(call.AnnouncedId, statements[0]);
            lineage.Remember(upstreamId, statements[0]);
        }
    }

    private async Task<StatementAnswer> WithheldAsync(StatementCall call, RewriteReport report)
    {
        if (report.Outcome != RewriteOutcome.TransferBlocked)
            return await EndAsync(call, Completion.Failed(StatementOutcome.Failure, Codes.Internal, Codes.InternalState, Messages.Unreadable(report.Reason)));
        await services.Audit.AppendAsync(call.Session.Agent.Subject, new TransferBlocked
        {
            StatementId = call.StatementId, SessionId = call.Session.Id, Agent = call.Session.Agent,
            Direction = report.TransferDirection ?? "download", Reason = report.Reason,
        });
        return await RefuseAsync(call, Messages.Transfer, StatementOutcome.Refused);
    }

    private async Task<StatementAnswer> SessionGoneAsync(StatementCall call)
    {
        var answer = await EndAsync(call, Completion.Failed(StatementOutcome.Failure, Codes.SessionGone, "08001", Messages.SessionGone));
        await services.SessionTable.CloseAsync(call.Session, SessionEnd.UpstreamGone, null);
        return answer;
    }

    private Task<StatementAnswer> RefuseAsync(StatementCall call, string message, StatementOutcome outcome) =>
        EndAsync(call, Completion.Failed(outcome, Codes.AccessControl, Codes.AccessControlState, message));

    /// <summary>Makes the completion durable. When the ledger cannot write, the driver still learns what happened: the intent stays open and is closed at the next start.</summary>
    private async Task<StatementAnswer> EndAsync(StatementCall call, Completion completion)
    {
        var record = services.Records.Completed(call, completion);
        try
        {
            await services.Audit.AppendAsync(call.Session.Agent.Subject, record);
            services.Intents.End(call.StatementId);
        }
        catch (LedgerException fault)
        {
            LogNotCompleted(fault, call.StatementId);
        }
        services.Metrics.Completed(record);
        return completion.Body is { } body
            ? new(body, completion.Outcome == StatementOutcome.Success)
            : Failure(record.Code!, record.SqlState!, completion.Message!, call);
    }

    private async Task<StatementAnswer> CrashedAsync(StatementCall call)
    {
        var failed = Completion.Failed(StatementOutcome.Unknown, Codes.Internal, Codes.InternalState, Messages.Internal);
        try
        {
            return await EndAsync(call, failed);
        }
#pragma warning disable CA1031 // The same fault may strike again; the intent then stays open and is closed at the next start
        catch (Exception)
#pragma warning restore CA1031
        {
            return Failure(Codes.Internal, Codes.InternalState, Messages.Internal, call);
        }
    }

    private static StatementAnswer Failure(string code, string sqlState, string message, StatementCall call) =>
        new(code == Codes.SessionGone ? Envelopes.Failure(code, message) : Envelopes.StatementFailure(code, sqlState, message, call.UpstreamId ?? call.AnnouncedId), false);

    [LoggerMessage(130, LogLevel.Error, "Statement {StatementId} was refused: its intent could not be made durable")]
    private partial void LogLedger(Exception fault, string statementId);

    [LoggerMessage(131, LogLevel.Error, "Statement {StatementId} failed inside the gateway")]
    private partial void LogFault(Exception fault, string statementId);

    [LoggerMessage(132, LogLevel.Warning, "Statement {StatementId} got no usable answer of the warehouse")]
    private partial void LogUpstream(Exception fault, string statementId);

    [LoggerMessage(133, LogLevel.Error, "The completion of statement {StatementId} could not be recorded; it is closed as unknown at the next start")]
    private partial void LogNotCompleted(Exception fault, string statementId);
}
