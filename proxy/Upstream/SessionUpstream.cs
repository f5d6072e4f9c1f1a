using System.Text.Json;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Sessions;

namespace Snowtrail.Proxy.Upstream;

/// <summary>Calls the warehouse within an agent's session: swaps the token in, renews it when it lapsed.</summary>
internal sealed class SessionUpstream(UpstreamClient client, SessionVault vault, TimeProvider time)
{
    private const string Accept = "application/snowflake", AcceptJson = "application/json";
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(2);

    /// <summary>The answer and what it says. A lapsed token is renewed and the request sent once more, the same bytes.</summary>
    /// <exception cref="UpstreamException">There is no usable answer.</exception>
    public async Task<(UpstreamReply Reply, ReadOnlyMemory<byte> Body)> SendAsync(
        GatewaySession session, HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte>? body, CancellationToken cancellation)
    {
        if (session.Upstream.SessionExpires - time.GetUtcNow() < RenewBefore)
            await RenewAsync(session, session.Upstream, cancellation);
        for (var attempt = 0; ; attempt++)
        {
            var tokens = session.Upstream;
            var answer = await client.SendAsync(method, pathAndQuery, body, tokens.Session, session.Record.Dialect, Accept, cancellation);
            var reply = UpstreamReply.Read(answer.Body);
            if (reply.Success || reply.Code != Codes.SessionExpired || attempt == 2 || !await RenewAsync(session, tokens, cancellation))
                return (reply, answer.Body);
        }
    }

    /// <summary>Tells the warehouse that the session is no more needed; faults do not matter.</summary>
    public async Task LogoutAsync(GatewaySession session, CancellationToken cancellation)
    {
        try
        {
            await client.SendAsync(
                HttpMethod.Post, $"/session?delete=true&requestId={Guid.NewGuid()}", Array.Empty<byte>(), session.Upstream.Session,
                session.Record.Dialect, AcceptJson, cancellation);
        }
        catch (Exception fault) when (fault is UpstreamException or OperationCanceledException)
        {
            // The warehouse ends the session by time
        }
    }

    /// <summary>False when the warehouse does not renew.</summary>
    private async Task<bool> RenewAsync(GatewaySession session, UpstreamTokens used, CancellationToken cancellation)
    {
        await session.RenewGate.WaitAsync(cancellation);
        try
        {
            if (session.Upstream.Session != used.Session)
                return true;
            var body = JsonSerializer.SerializeToUtf8Bytes(new { oldSessionToken = used.Session, requestType = "RENEW" });
            var answer = await client.SendAsync(
                HttpMethod.Post, $"/session/token-request?requestId={Guid.NewGuid()}&request_guid={Guid.NewGuid()}", body, used.Master,
                session.Record.Dialect, AcceptJson, cancellation);
            if (UpstreamLogin.ReadRenewal(answer.Body, used, time.GetUtcNow()) is not { } renewed)
                return false;
            vault.Save(session.Change(record => record with { Upstream = renewed }));
            return true;
        }
        finally
        {
            session.RenewGate.Release();
        }
    }
}
