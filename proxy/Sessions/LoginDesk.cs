using System.Text.Json;
using Snowtrail.Ledger;
using Snowtrail.Proxy.Identity;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Statements;
using Snowtrail.Proxy.Upstream;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Sessions;

/// <summary>Lets agents in: proves the key, logs in at the warehouse with our own credential, and hands out tokens of ours.</summary>
#pragma warning disable CA1001 // The semaphore holds no handle: nobody waits on it by time
internal sealed class LoginDesk(GatewayServices services)
{
    private const string Accepted = "this gateway accepts an agent key as password, or as token with authenticator OAUTH or PROGRAMMATIC_ACCESS_TOKEN";
    private const int TextLengthMax = 256, FailuresAtOnceMax = 64;
    private readonly SemaphoreSlim _failing = new(FailuresAtOnceMax);

    public async Task<GatewayResponse> LoginAsync(GatewayRequest request, QueryParameters query, ReadOnlyMemory<byte> body)
    {
        using var document = StrictJson.ParseObject(body, out var fault);
        if (document is null || document.RootElement.Object("data") is not { } data)
            return await services.Refusals.RefuseAsync(request, Codes.BadRequest, fault ?? "the login has no data", null);
        var authenticator = data.Text("AUTHENTICATOR");
        if (!IsAccepted(authenticator))
            return await FailAsync(request, data, Codes.Authenticator, $"authenticator {Cut(authenticator)} is not accepted: {Accepted}");
        if ((services.Keys.Verify(data.Text("TOKEN")) ?? services.Keys.Verify(data.Text("PASSWORD"))) is not { } identity)
            return await FailAsync(request, data, Codes.WrongPassword, "Incorrect username or password was specified.");
        if (services.SessionTable.IsFull || services.Stopping.IsCancellationRequested)
            return await FailAsync(request, data, Codes.BadRequest, "the gateway holds as many sessions as it may, or is stopping; try again later");
        return await UpstreamAsync(request, query, data, identity);
    }

    /// <summary>What other ways to log in are told.</summary>
    public Task<GatewayResponse> OtherAuthenticatorAsync(GatewayRequest request) =>
        services.Refusals.RefuseAsync(request, Codes.Authenticator, $"single sign-on does not lead through this gateway: {Accepted}", null);

    private async Task<GatewayResponse> UpstreamAsync(GatewayRequest request, QueryParameters query, JsonElement data, AgentIdentity identity)
    {
        var dialect = new UpstreamDialect(Cut(data.Text("CLIENT_APP_ID")), Cut(data.Text("CLIENT_APP_VERSION")), Cut(request.Headers.UserAgent));
        UpstreamAnswer answer;
        try
        {
            answer = await services.Client.SendAsync(
                HttpMethod.Post, PathOf(query), UpstreamLogin.Body(services.Options, data), null, dialect, "application/json", CancellationToken.None);
            using var reply = JsonDocument.Parse(answer.Body);
            var root = reply.RootElement;
            if (root.Object("data") is { } upstream && root.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True
                && UpstreamLogin.ReadTokens(upstream, services.Time.GetUtcNow()) is { } tokens)
            {
                return await OpenAsync(request, data, identity, dialect, upstream, tokens);
            }
            return await RelayFailureAsync(request, data, root);
        }
        catch (Exception fault) when (fault is UpstreamException or JsonException)
        {
            // Drivers repeat a login after this status, which is right while the warehouse is away
            await RecordAsync(request, data, "503", "the warehouse did not answer the gateway's own login");
            return new(503, "application/json", Envelopes.Failure(Codes.BadRequest, "The warehouse behind the gateway did not answer; try again later."));
        }
    }

    private async Task<GatewayResponse> OpenAsync(
        GatewayRequest request, JsonElement data, AgentIdentity identity, UpstreamDialect dialect, JsonElement upstream, UpstreamTokens tokens)
    {
        var now = services.Time.GetUtcNow();
        var options = services.Options;
        var record = RecordOf(request, data, identity, dialect, upstream, tokens, now) with { Number = services.SessionTable.NewNumber() };
        GatewaySession session;
        try
        {
            session = services.SessionTable.Add(record);
            await services.Audit.AppendAsync(identity.Agent, Opened(session, upstream));
        }
        catch (Exception fault) when (fault is LedgerException or IOException)
        {
            if (services.SessionTable.Find(record.Number) is { } opened)
                await services.SessionTable.CloseAsync(opened, SessionEnd.Killed, null);
            return GatewayResponse.Json(Envelopes.Failure(Codes.BadRequest, Messages.LedgerUnavailable));
        }
        services.Metrics.SessionOpened();
        return GatewayResponse.Json(LoginReply.Write(
            upstream, dialect.AppId, services.Tokens.Seal(new(TokenKind.Session, record.Number, now + options.SessionTokenLifetime)), options.SessionTokenLifetime,
            services.Tokens.Seal(new(TokenKind.Master, record.Number, record.MasterExpires)), options.MasterTokenLifetime, record.Number,
            data.Text("LOGIN_NAME") is { Length: > 0 } name ? Cut(name)!.ToUpperInvariant() : identity.Agent.ToUpperInvariant()));
    }

    private SessionRecord RecordOf(
        GatewayRequest request, JsonElement data, AgentIdentity identity, UpstreamDialect dialect, JsonElement upstream, UpstreamTokens tokens, DateTimeOffset now)
    {
        var environment = data.Object("CLIENT_ENVIRONMENT");
        var names = upstream.Object("sessionInfo");
        var tag = data.Object("SESSION_PARAMETERS")?.EnumerateObject()
            .Where(one => ParameterNames.Is(one.Name, ParameterNames.QueryTag) && one.Value.ValueKind == JsonValueKind.String)
            .Select(one => one.Value.GetString()).FirstOrDefault();
        var claimed = Claims.JobOfTag(tag);
        return new()
        {
            Number = 0,
            Identity = identity,
            Authenticator = Cut(data.Text("AUTHENTICATOR")) is { Length: > 0 } authenticator ? authenticator.ToUpperInvariant() : "SNOWFLAKE",
            Opened = now,
            MasterExpires = now + services.Options.MasterTokenLifetime,
            Dialect = dialect,
            Upstream = tokens,
            UpstreamSessionId = upstream.TryGetProperty("sessionId", out var id) && id.ValueKind is JsonValueKind.Number or JsonValueKind.String ? id.ToString() : null,
            JobName = claimed?.Name,
            JobRun = claimed?.RunId,
            JobSource = claimed?.Source,
            Claims = ClaimsOf(data, environment, tag),
            QueryTag = tag,
            Application = Cut(environment?.Text("APPLICATION")),
            OperatingSystem = Cut(environment?.Text("OS")),
            Address = request.Address,
            Port = request.Port,
            User = services.Options.UpstreamUser,
            Role = names?.Text("roleName"),
            Warehouse = names?.Text("warehouseName"),
            Database = names?.Text("databaseName"),
            Schema = names?.Text("schemaName"),
        };
    }

    private static Dictionary<string, string> ClaimsOf(JsonElement data, JsonElement? environment, string? tag)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        if (data.Text("LOGIN_NAME") is { Length: > 0 } user)
            Claims.Add(claims, "user", user);
        if (data.Text("ACCOUNT_NAME") is { Length: > 0 } account)
            Claims.Add(claims, "account", account);
        if (environment?.Text("APPLICATION") is { Length: > 0 } application)
            Claims.Add(claims, "application", application);
        if (tag is not null)
            Claims.Add(claims, "query_tag", tag);
        return claims;
    }

    private SessionOpened Opened(GatewaySession session, JsonElement upstream) => new()
    {
        SessionId = session.Id,
        UpstreamSessionId = session.Record.UpstreamSessionId,
        Agent = session.Agent,
        Job = session.Job,
        Claims = session.Record.Claims,
        Client = session.Client,
        Context = session.Context,
        Authenticator = session.Record.Authenticator,
        Upstream = services.Options.Upstream.Host,
        PolicyVersion = services.PolicyVersion,
    };

    // The warehouse's own refusal reaches the driver as it is, without whatever else it held
    private async Task<GatewayResponse> RelayFailureAsync(GatewayRequest request, JsonElement data, JsonElement root)
    {
        var code = root.Text("code") is { Length: > 0 and <= 6 } digits && digits.All(char.IsAsciiDigit) ? digits : Codes.BadRequest;
        // A wrong password here is the gateway's own, which the agent cannot mend
        if (code == Codes.WrongPassword)
        {
            await RecordAsync(request, data, code, "the warehouse refused the gateway's own credential");
            return GatewayResponse.Json(Envelopes.Failure(Codes.BadRequest, "The warehouse refused the gateway's own login. Ask the people who run this gateway."));
        }
        var message = Cut(root.Text("message") ?? "The warehouse refused the login.", 2_000)!;
        await RecordAsync(request, data, code, message);
        return GatewayResponse.Json(Envelopes.Failure(code, message));
    }

    private async Task<GatewayResponse> FailAsync(GatewayRequest request, JsonElement data, string code, string message)
    {
        await RecordAsync(request, data, code, message);
        // Guessing is slow, and few can wait at once, so that waiting costs nothing
        if (await _failing.WaitAsync(TimeSpan.Zero))
        {
            try
            {
                await Task.Delay(services.Options.LoginFailureDelay, services.Time);
            }
            finally
            {
                _failing.Release();
            }
        }
        return GatewayResponse.Json(Envelopes.Failure(code, message));
    }

    private async Task RecordAsync(GatewayRequest request, JsonElement data, string code, string reason)
    {
        services.Metrics.LoginFailed(code);
        await services.Refusals.RecordQuietlyAsync(services.Audit.GatewayId, new LoginFailed
        {
            ClaimedUser = Cut(data.Text("LOGIN_NAME")),
            Client = new()
            {
                Driver = Cut(data.Text("CLIENT_APP_ID")), Version = Cut(data.Text("CLIENT_APP_VERSION")), UserAgent = Cut(request.Headers.UserAgent),
                Address = request.Address, Port = request.Port,
            },
            Authenticator = Cut(data.Text("AUTHENTICATOR")),
            Code = code,
            Reason = reason,
        });
    }

    private static string PathOf(QueryParameters query)
    {
        var path = $"/session/v1/login-request?requestId={Guid.NewGuid()}&request_guid={Guid.NewGuid()}";
        foreach (var name in (ReadOnlySpan<string>)["databaseName", "schemaName", "warehouse", "roleName"])
        {
            if (query[name] is { Length: > 0 } value)
                path += $"&{name}={Uri.EscapeDataString(value)}";
        }
        return path;
    }

    private static bool IsAccepted(string? authenticator) =>
        authenticator is null or "" || new[] { "SNOWFLAKE", "OAUTH", "PROGRAMMATIC_ACCESS_TOKEN" }.Contains(authenticator, StringComparer.OrdinalIgnoreCase);

    private static string? Cut(string? text, int length = TextLengthMax) => text is null || text.Length <= length ? text : text[..length];
}
