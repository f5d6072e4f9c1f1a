using Microsoft.Extensions.Logging;
using Snowtrail.Proxy.Chunks;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Sessions;
using Snowtrail.Proxy.Statements;

namespace Snowtrail.Proxy;

/// <summary>The decision path: a request in, an answer out, no server in between.</summary>
internal sealed partial class GatewayCore(GatewayServices services)
{
    private readonly LoginDesk _login = new(services);
    private readonly SessionDesk _sessions = new(services);
    private readonly StatementDesk _statements = new(services);
    private readonly ChunkServer _chunks = new(services);

    /// <summary>Answers every request; never throws, and never tells a caller why something broke inside.</summary>
    public async Task<GatewayResponse> HandleAsync(GatewayRequest request)
    {
        try
        {
            return await RouteAsync(request);
        }
#pragma warning disable CA1031 // Whatever broke, a driver waits
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault);
            return GatewayResponse.Json(Envelopes.StatementFailure(Codes.Internal, Codes.InternalState, Messages.Internal, null));
        }
    }

    private async Task<GatewayResponse> RouteAsync(GatewayRequest request)
    {
        var path = RequestPath.Parse(request.Method, request.Path);
        if (path.Endpoint == Endpoint.Unknown)
            return await services.Refusals.NotFoundAsync(request, null, "unknown path");
        if (path.Endpoint == Endpoint.Chunk)
            return await _chunks.ServeAsync(request, path.Id!, path.Index);
        if (path.Endpoint == Endpoint.Api)
            return await _sessions.RefuseApiAsync(request);
        if (QueryParameters.Parse(request.QueryString) is not { } query)
            return await services.Refusals.RefuseAsync(request, Codes.BadRequest, "the query string names a parameter twice or is broken", null);
        var reason = request.BodyTooLarge ? $"the body is larger than {services.Options.RequestBytesMax} bytes" : null;
        var body = reason is null ? BodyInflater.Inflate(request.Body, request.Headers.ContentEncoding, services.Options.RequestBytesMax, out reason) : null;
        if (body is not { } plain)
            return await services.Refusals.RefuseAsync(request, Codes.BadRequest, reason!, _sessions.Peek(request));
        return path.Endpoint switch
        {
            Endpoint.Login => await _login.LoginAsync(request, query, plain),
            Endpoint.Authenticator => await _login.OtherAuthenticatorAsync(request),
            Endpoint.Telemetry => GatewayResponse.Json(Envelopes.SuccessText("Log Received")),
            Endpoint.Renew => await _sessions.RenewAsync(request, plain),
            _ => await WithSessionAsync(request, path, query, plain),
        };
    }

    private async Task<GatewayResponse> WithSessionAsync(GatewayRequest request, RequestPath path, QueryParameters query, ReadOnlyMemory<byte> body)
    {
        var (session, refusal) = await _sessions.AuthenticateAsync(request, TokenKind.Session);
        if (session is null)
            return refusal!;
        return path.Endpoint switch
        {
            Endpoint.Heartbeat => await _sessions.HeartbeatAsync(session),
            Endpoint.Logout when query["delete"] == "true" => await _sessions.LogoutAsync(session),
            Endpoint.Query => await _statements.QueryAsync(request, session, query, body),
            Endpoint.Result => await _statements.ResultAsync(request, session, path.Id!),
            Endpoint.Monitoring => await _statements.MonitoringAsync(request, session, path.Id!),
            Endpoint.Abort => await _statements.AbortAsync(request, session, body),
            Endpoint.AbortById => await _statements.AbortByIdAsync(session, path.Id!),
            _ => await services.Refusals.NotFoundAsync(request, session, "unknown path"),
        };
    }

    [LoggerMessage(100, LogLevel.Error, "A request failed inside the gateway")]
    private partial void LogFault(Exception fault);

    private readonly ILogger _log = services.Log;
}
