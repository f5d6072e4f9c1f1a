using System.Text.Json;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Statements;
using Snowtrail.Proxy.Upstream;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Sessions;

/// <summary>Who speaks, and how sessions go on and end.</summary>
internal sealed class SessionDesk(GatewayServices services)
{
    private const string TokenStart = "Snowflake Token=\"";

    /// <summary>The session of the request's token, or the refusal to answer.</summary>
    public async Task<(GatewaySession? Session, GatewayResponse? Refusal)> AuthenticateAsync(GatewayRequest request, TokenKind kind)
    {
        var text = TokenOf(request);
        if (text is null)
            return (null, await services.Refusals.RefuseAsync(request, Codes.NoAuthorization, "Authorization header not found in the request.", null));
        if (services.Tokens.Open(text) is not { } token || token.Kind != kind)
            return (null, await services.Refusals.RefuseAsync(request, Codes.UnknownToken, "Session token not found or invalid data", null));
        var session = services.SessionTable.Find(token.Session);
        if (session is null || session.Closed)
            return (null, await services.Refusals.RefuseAsync(request, Codes.SessionGone, Messages.SessionGone, null));
        var now = services.Time.GetUtcNow();
        if (!services.Keys.IsLive(session.Record.Identity.KeyId))
        {
            await services.SessionTable.CloseAsync(session, SessionEnd.Killed, "key revoked");
            return (null, await services.Refusals.RefuseAsync(request, Codes.SessionGone, Messages.SessionGone, session));
        }
        if (token.Expires <= now)
            return (null, Expired(kind));
        session.Touch(now);
        return (session, null);
    }

    /// <summary>The session that a request belongs to, if it can be told; proves nothing beyond what its record shows.</summary>
    public GatewaySession? Peek(GatewayRequest request) =>
        services.Tokens.Open(TokenOf(request)) is { } token ? services.SessionTable.Find(token.Session) : null;

    public async Task<GatewayResponse> RenewAsync(GatewayRequest request, ReadOnlyMemory<byte> body)
    {
        using var document = StrictJson.ParseObject(body, out var fault);
        if (document is null)
            return await services.Refusals.RefuseAsync(request, Codes.BadRequest, fault!, null);
        var (session, refusal) = await AuthenticateAsync(request, TokenKind.Master);
        if (session is null)
            return refusal!;
        if (document.RootElement.Text("requestType") is not (null or "RENEW"))
            return await services.Refusals.RefuseAsync(request, Codes.BadRequest, "this kind of token request is not served", session);
        // An old token that was replaced already is fine: the answer to an earlier renewal may have been lost
        if (document.RootElement.Text("oldSessionToken") is not { } old || services.Tokens.Open(old) is not { Kind: TokenKind.Session } known
            || known.Session != session.Record.Number)
            return await services.Refusals.RefuseAsync(request, Codes.UnknownToken, "Session token not found or invalid data", session);
        var now = services.Time.GetUtcNow();
        if (now - session.Record.Opened > services.Options.SessionLifetimeMax)
            return Expired(TokenKind.Master);
        services.SessionTable.Save(session, record => record with { MasterExpires = now + services.Options.MasterTokenLifetime });
        return GatewayResponse.Json(Renewed(session, now));
    }

    public async Task<GatewayResponse> HeartbeatAsync(GatewaySession session)
    {
        try
        {
            var (reply, _) = await services.Upstream.SendAsync(
                session, HttpMethod.Post, $"/session/heartbeat?requestId={Guid.NewGuid()}", Array.Empty<byte>(), CancellationToken.None);
            if (!reply.Success && Codes.MeansGone(reply.Code))
            {
                await services.SessionTable.CloseAsync(session, SessionEnd.UpstreamGone, null);
                return GatewayResponse.Json(Envelopes.Failure(Codes.SessionGone, Messages.SessionGone));
            }
        }
        catch (UpstreamException)
        {
            // The agent's session lives on; the next statement tells whether the warehouse does
        }
        return GatewayResponse.Json(Envelopes.Success);
    }

    public async Task<GatewayResponse> LogoutAsync(GatewaySession session)
    {
        await services.SessionTable.CloseAsync(session, SessionEnd.Logout, null);
        return GatewayResponse.Json(Envelopes.Success);
    }

    /// <summary>The REST interface of the warehouse is not spoken here; its callers read its own form of error.</summary>
    public Task<GatewayResponse> RefuseApiAsync(GatewayRequest request) => services.Refusals.AnswerAsync(
        request, 404, "390404", "the REST API is not served", Peek(request),
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            code = "390404",
            error_code = "390404",
            message = "The REST API is not served by this gateway: use a driver. Ask the people who run it.",
            request_id = Guid.NewGuid().ToString(),
        }));

    private byte[] Renewed(GatewaySession session, DateTimeOffset now) => Envelopes.Write(
        writer =>
        {
            var number = session.Record.Number;
            writer.WriteStartObject("data"u8);
            writer.WriteString("sessionToken"u8, services.Tokens.Seal(new(TokenKind.Session, number, now + services.Options.SessionTokenLifetime)));
            writer.WriteNumber("validityInSecondsST"u8, (long)services.Options.SessionTokenLifetime.TotalSeconds);
            writer.WriteString("masterToken"u8, services.Tokens.Seal(new(TokenKind.Master, number, session.Record.MasterExpires)));
            writer.WriteNumber("validityInSecondsMT"u8, (long)services.Options.MasterTokenLifetime.TotalSeconds);
            writer.WriteNumber("sessionId"u8, number);
            writer.WriteEndObject();
        }, null, null, true);

    private static GatewayResponse Expired(TokenKind kind) => GatewayResponse.Json(kind == TokenKind.Session
        ? Envelopes.Failure(Codes.SessionExpired, "Session token has expired. New session token required to access the service.")
        : Envelopes.Failure(Codes.MasterExpired, "Authentication token has expired. The user must authenticate again."));

    private static string? TokenOf(GatewayRequest request) =>
        request.Headers.Authorization is { Length: < 1024 } header && header.StartsWith(TokenStart, StringComparison.Ordinal) && header.EndsWith('"')
            ? header[TokenStart.Length..^1]
            : null;
}
