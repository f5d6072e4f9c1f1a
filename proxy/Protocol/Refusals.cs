using Microsoft.Extensions.Logging;
using Snowtrail.Ledger;
using Snowtrail.Proxy.Recording;
using Snowtrail.Proxy.Sessions;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Protocol;

/// <summary>Refuses requests that are no statement, and records that it did.</summary>
internal sealed partial class Refusals(AuditLog audit, GatewayMetrics metrics, ILogger log)
{
    private const int TextLengthMax = 256;

    /// <summary>A refusal that a driver understands: status 200 and a code.</summary>
    public Task<GatewayResponse> RefuseAsync(GatewayRequest request, string code, string reason, GatewaySession? session) =>
        AnswerAsync(request, 200, code, reason, session, Envelopes.Failure(code, reason));

    /// <summary>A refused statement: status 200, a code and an SQL state.</summary>
    public Task<GatewayResponse> RefuseStatementAsync(GatewayRequest request, string code, string sqlState, string reason, GatewaySession session) =>
        AnswerAsync(request, 200, code, reason, session, Envelopes.StatementFailure(code, sqlState, reason, Guid.NewGuid().ToString()));

    /// <summary>A path that is not served.</summary>
    public Task<GatewayResponse> NotFoundAsync(GatewayRequest request, GatewaySession? session, string reason) =>
        AnswerAsync(request, 404, null, reason, session, Envelopes.Failure(Codes.BadRequest, "This path is not served by the gateway."));

    /// <summary>Any refusal with a body of its own.</summary>
    public async Task<GatewayResponse> AnswerAsync(GatewayRequest request, int status, string? code, string reason, GatewaySession? session, byte[] body)
    {
        metrics.Refused(status, code);
        await RecordQuietlyAsync(session?.Agent.Subject ?? audit.GatewayId, new RequestRefused
        {
            SessionId = session?.Id,
            Agent = session?.Agent,
            Client = session?.Client ?? new() { UserAgent = Cut(request.Headers.UserAgent), Address = request.Address, Port = request.Port },
            Method = Cut(request.Method)!,
            Path = Cut(PathOf(request))!,
            Status = status,
            Code = code,
            Reason = reason,
            Bytes = request.Body.Length,
        });
        return new(status, "application/json", body) { Close = request.BodyTooLarge };
    }

    /// <summary>Records; when the ledger cannot, the refusal stands nevertheless.</summary>
    public async Task RecordQuietlyAsync(string subject, IAuditEventBody body)
    {
        try
        {
            await audit.AppendAsync(subject, body);
        }
        catch (LedgerException fault)
        {
            LogNotRecorded(fault, body.GetType().Name);
        }
    }

    // A capability in a path is a secret
    private static string PathOf(GatewayRequest request) => request.Path.StartsWith("/chunks/", StringComparison.Ordinal) ? "/chunks/***" : request.Path;

    private static string? Cut(string? text) => text is null || text.Length <= TextLengthMax ? text : text[..TextLengthMax];

    [LoggerMessage(160, LogLevel.Error, "A {Kind} could not be recorded")]
    private partial void LogNotRecorded(Exception fault, string kind);
}
