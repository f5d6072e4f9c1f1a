using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Results;
using Snowtrail.Proxy.Sessions;
using Snowtrail.Proxy.Upstream;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Statements;

/// <summary>Where drivers ask for statements, poll them, look after them and cancel them.</summary>
internal sealed class StatementDesk(GatewayServices services)
{
    private const int RequestIdLengthMax = 64;
    private readonly StatementRunner _runner = new(services);

    public async Task<GatewayResponse> QueryAsync(GatewayRequest request, GatewaySession session, QueryParameters query, ReadOnlyMemory<byte> bytes)
    {
        var requestId = query["requestId"] ?? Guid.NewGuid().ToString();
        if (requestId.Length > RequestIdLengthMax || !RequestPath.IsId(requestId))
            return await RefuseAsync(request, session, "the request id is not 1 to 64 letters, digits and hyphens");
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        if (!session.Calls.TryGetValue(requestId, out var call))
        {
            var (begun, refusal) = await BeginAsync(request, session, requestId, hash, bytes);
            if (begun is null)
                return refusal!;
            call = begun;
        }
        if (call.BodyHash != hash && !SameStatement(call, bytes))
            return await services.Refusals.RefuseStatementAsync(request, Codes.AccessControl, Codes.AccessControlState, Messages.OtherStatement, session);
        if (call.NextAttempt() is > 1 and var attempt)
            await RecordAttemptAsync(call, attempt);
        return await AnswerAsync(call, services.Options.FirstWait, poll: false);
    }

    public async Task<GatewayResponse> ResultAsync(GatewayRequest request, GatewaySession session, string id)
    {
        if (!session.Queries.TryGetValue(id, out var query))
            return await UnknownAsync(request, session);
        return query.Child is { } child ? await ChildAsync(query.Call, child, id) : await AnswerAsync(query.Call, services.Options.PollWait, poll: true);
    }

    public async Task<GatewayResponse> MonitoringAsync(GatewayRequest request, GatewaySession session, string id)
    {
        if (!session.Queries.TryGetValue(id, out var query))
            return await UnknownAsync(request, session);
        query.Call.PollBegins(services.Time.GetUtcNow());
        query.Call.PollEnds(services.Time.GetUtcNow());
        return GatewayResponse.Json(MonitoringReply.Write(id, query.Call));
    }

    public async Task<GatewayResponse> AbortAsync(GatewayRequest request, GatewaySession session, ReadOnlyMemory<byte> body)
    {
        using var document = StrictJson.ParseObject(body, out var fault);
        if (document is null)
            return await services.Refusals.RefuseAsync(request, Codes.BadRequest, fault!, session);
        if (document.RootElement.Text("requestId") is { } requestId && session.Calls.TryGetValue(requestId, out var call))
            await CancelAsync(call);
        return GatewayResponse.Json(Envelopes.Success);
    }

    public async Task<GatewayResponse> AbortByIdAsync(GatewaySession session, string id)
    {
        if (session.Queries.TryGetValue(id, out var query))
            await CancelAsync(query.Call);
        return GatewayResponse.Json(Envelopes.Success);
    }

    /// <summary>Cancels a statement wherever it is; does nothing when it has ended.</summary>
    public async Task CancelAsync(StatementCall call)
    {
        if (call.Done.IsCompleted)
            return;
        if (call.Hold is { } hold)
            await services.Desk.EndAsync(hold, ApprovalOutcome.Cancelled, "the caller cancelled it");
        if (!call.Forwarded)
            return;
        try
        {
            await services.Upstream.SendAsync(
                call.Session, HttpMethod.Post, $"/queries/v1/abort-request?requestId={Guid.NewGuid()}&request_guid={Guid.NewGuid()}",
                JsonSerializer.SerializeToUtf8Bytes(new { requestId = call.RequestId }), CancellationToken.None);
        }
        catch (UpstreamException)
        {
            // The statement's own request tells how it ends
        }
    }

    private async Task<(StatementCall? Call, GatewayResponse? Refusal)> BeginAsync(
        GatewayRequest request, GatewaySession session, string requestId, string hash, ReadOnlyMemory<byte> bytes)
    {
        if (services.Stopping.IsCancellationRequested)
            return (null, await RefuseAsync(request, session, Messages.Draining));
        var body = StatementBody.Parse(bytes, out var fault);
        if (body is null)
            return (null, await RefuseAsync(request, session, fault!));
        if (!MakeRoom(session) || !services.TryEnter())
        {
            body.Dispose();
            return (null, await RefuseAsync(request, session, Messages.TooMany));
        }
        var call = new StatementCall
        {
            StatementId = IdOf(session, requestId),
            RequestId = requestId,
            BodyHash = hash,
            Session = session,
            Arrived = services.Time.GetUtcNow(),
            ArrivedTimestamp = services.Time.GetTimestamp(),
            ContentHash = ContentHash(body),
            Async = body.Async,
            Sequence = services.SessionTable.NextSequence(session),
            Base = services.Bases.Of(request.Headers.Host),
        };
        if (session.Calls.TryAdd(requestId, call))
        {
            _ = RunAsync(call, body);
            return (call, null);
        }
        services.Leave();
        body.Dispose();
        return (session.Calls.GetValueOrDefault(requestId) ?? call, null);
    }

    private async Task RunAsync(StatementCall call, StatementBody body)
    {
        // Apart from the request: the driver may go away, the statement goes on
        await Task.Yield();
        try
        {
            await _runner.RunAsync(call, body);
        }
        finally
        {
            services.Leave();
        }
    }

    // The same request id gives the same statement, also across a restart that lost the answer
    private static string IdOf(GatewaySession session, string requestId) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{session.Id}/{requestId}")).AsSpan(0, 16)).ToString();

    private async Task<GatewayResponse> AnswerAsync(StatementCall call, TimeSpan wait, bool poll)
    {
        call.PollBegins(services.Time.GetUtcNow());
        try
        {
            using var timer = new CancellationTokenSource();
            var limit = Task.Delay(wait, services.Time, timer.Token);
            await (poll ? Task.WhenAny(call.Done, limit) : Task.WhenAny(call.Done, call.Announced, limit));
            await timer.CancelAsync();
        }
        finally
        {
            call.PollEnds(services.Time.GetUtcNow());
        }
        if (!call.Done.IsCompleted)
            return GatewayResponse.Json(Envelopes.InProgress(call.Announce(call.AnnouncedId), call.Async));
        var answer = await call.Done;
        // An asynchronous caller wants an id and fetches the result by it
        if (!poll && call.Async && answer.Success && call.UpstreamId is { } id)
            return GatewayResponse.Json(Envelopes.InProgress(call.Announce(id), true));
        return answer.Body is { } body ? GatewayResponse.Json(body) : await AgainAsync(call, null, call.UpstreamId!);
    }

    private async Task<GatewayResponse> ChildAsync(StatementCall call, int child, string id)
    {
        await call.Done;
        return await AgainAsync(call, child, id);
    }

    /// <summary>Asks the warehouse for a result once more; it is rewritten as the first time.</summary>
    private async Task<GatewayResponse> AgainAsync(StatementCall call, int? child, string id)
    {
        try
        {
            var (reply, bytes) = await services.Follow.ResultAsync(call, id);
            for (var polls = 0; reply.InProgress && polls < 100; polls++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), services.Time);
                (reply, bytes) = await services.Follow.ResultAsync(call, id);
            }
            var (answer, report, _) = services.Rewriting.Rewrite(call, child, bytes);
            if (report.Outcome != RewriteOutcome.Rewritten)
                return GatewayResponse.Json(Envelopes.StatementFailure(Codes.AccessControl, Codes.AccessControlState, Messages.Transfer, id));
            if (child is { } index && reply.Success)
                await DeliveredAsync(call, id, index, report, answer);
            return GatewayResponse.Json(answer);
        }
        catch (UpstreamException fault)
        {
            return GatewayResponse.Json(Envelopes.StatementFailure(Codes.Internal, Codes.InternalState, Messages.Upstream(fault), id));
        }
    }

    private async Task DeliveredAsync(StatementCall call, string id, int index, RewriteReport report, ReadOnlyMemory<byte> answer)
    {
        var digest = await services.Recordings.AppendAsync(
            call.Session.Id, new(Recording.RecordingKind.Poll, call.RequestId, "application/json", id, index), answer);
        await services.Refusals.RecordQuietlyAsync(call.Session.Agent.Subject, new ResultDelivered
        {
            StatementId = call.StatementId, SessionId = call.Session.Id, Agent = call.Session.Agent, QueryId = id, Chunk = index,
            Rows = report.InlineRows, Bytes = answer.Length, Digest = digest, Masked = report.Masked,
        });
    }

    // A driver may send the same statement with other volatile members, such as its counters
    private static bool SameStatement(StatementCall call, ReadOnlyMemory<byte> bytes)
    {
        using var body = StatementBody.Parse(bytes, out _);
        return body is not null && call.ContentHash == ContentHash(body);
    }

    private static string ContentHash(StatementBody body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{body.SqlText.Length}:{body.SqlText}{body.DescribeOnly}{body.Bindings?.GetRawText()}"))));

    private async Task RecordAttemptAsync(StatementCall call, int attempt)
    {
        if (await call.Recorded is { } request)
            await services.Refusals.RecordQuietlyAsync(call.Session.Agent.Subject, request with { Attempt = attempt });
    }

    private bool MakeRoom(GatewaySession session)
    {
        if (session.Calls.Count < services.Options.StatementsPerSessionMax)
            return true;
        StatementSweep.Run(session, services.Time.GetUtcNow(), services.Options.OutcomeKept, services.Options.StatementsPerSessionMax / 2);
        return session.Calls.Count < services.Options.StatementsPerSessionMax;
    }

    private Task<GatewayResponse> RefuseAsync(GatewayRequest request, GatewaySession session, string reason) =>
        services.Refusals.RefuseStatementAsync(request, Codes.Syntax, Codes.SyntaxState, $"The gateway refused the request: {reason}", session);

    private Task<GatewayResponse> UnknownAsync(GatewayRequest request, GatewaySession session) =>
        services.Refusals.RefuseStatementAsync(request, "000709", "02000", "Statement not found: this session ran no such query.", session);
}
