using System.Text;
using System.Text.Json;
using Snowtrail.Sandbox.Sessions;

namespace Snowtrail.Sandbox.Http;

/// <summary>The driver protocol's paths (section 1.1). Whatever it does not know is a 404 with an envelope.</summary>
internal sealed class ApiEndpoint(SandboxOptions options, SessionStore sessions, LoginEndpoint login, QueryEndpoint queries, SqlApiEndpoint sqlApi, SandboxRecorder recorder, ILogger log)
{
    public async Task HandleAsync(HttpContext http)
    {
        var body = await RequestBodies.ReadAsync(http.Request, options.BodyBytesMax);
        Record(http.Request, body);
        if (body is null)
        {
            await Envelope.FailAsync(http, "391902", "The request body is too large or cannot be decoded.", StatusCodes.Status413PayloadTooLarge);
            return;
        }

        JsonDocument? json = null;
        try
        {
            json = body.Length == 0 ? null : JsonDocument.Parse(body, JsonOptions.Strict);
        }
        catch (JsonException)
        {
            await Envelope.FailAsync(http, "390400", "The request body is not JSON.");
            return;
        }

        using (json)
        {
            await RouteAsync(http, json?.RootElement ?? default);
        }
    }

    private async Task RouteAsync(HttpContext http, JsonElement body)
    {
        var path = http.Request.Path.Value ?? "/";
        if (path == "/api/v2/statements" || path.StartsWith("/api/v2/statements/", StringComparison.Ordinal))
        {
            await sqlApi.HandleAsync(http, body);
            return;
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (http.Request.Method, parts)
        {
            case ("POST", ["session", "v1", "login-request"]):
                await login.LoginAsync(http, body);
                break;
            case ("POST", ["session", "token-request"]):
                await login.RenewAsync(http, body);
                break;
            case ("POST", ["session", "authenticator-request"]):
                await Envelope.FailAsync(http, "390190", "The sandbox takes a user name with a password, or the password as a token (OAUTH, PROGRAMMATIC_ACCESS_TOKEN).");
                break;
            case ("POST", ["telemetry", "send"]):
                await Envelope.WriteAsync(http, json => json.WriteStringValue("Log Received"));
                break;
            default:
                await WithSessionAsync(http, parts, body);
                break;
        }
    }

    private async Task WithSessionAsync(HttpContext http, string[] parts, JsonElement body)
    {
        if (!IsKnown(http.Request.Method, parts))
        {
            log.LogInformation("Unknown call {Method} {Path}", http.Request.Method, http.Request.Path);
            await Envelope.FailAsync(http, "390404", "There is nothing at this path.", StatusCodes.Status404NotFound);
            return;
        }

        var state = sessions.Find(Authorization.SnowflakeToken(http.Request), out var session);
        if (session is null)
        {
            await Envelope.FailAsync(http, "390104", "Session token not found or invalid data");
            return;
        }

        if (state == TokenState.Expired)
        {
            await Envelope.FailAsync(http, "390112", "Your session has expired. Please login again.");
            return;
        }

        await SessionCallAsync(http, parts, body, session);
    }

    private Task SessionCallAsync(HttpContext http, string[] parts, JsonElement body, Session session)
    {
        switch (parts)
        {
            case ["session", "heartbeat"]:
                return Envelope.WriteAsync(http, null);
            case ["session"]:
                sessions.Close(session);
                return Envelope.WriteAsync(http, null);
            case ["queries", "v1", "query-request"]:
                return queries.SubmitAsync(http, session, body);
            case ["queries", "v1", "abort-request"]:
                return QueryEndpoint.AbortRequestAsync(http, session, body);
            case ["queries", var id, "abort-request"]:
                return QueryEndpoint.AbortAsync(http, session, id);
            case ["queries", var id, "result"]:
                return queries.ResultAsync(http, session, id);
            default:
                return QueryEndpoint.MonitorAsync(http, session, parts[2]);
        }
    }

    private static bool IsKnown(string method, string[] parts) => (method, parts) switch
    {
        ("POST", ["session", "heartbeat"]) or ("POST", ["session"]) => true,
        ("POST", ["queries", "v1", "query-request"]) or ("POST", ["queries", _, "abort-request"]) => true,
        ("GET", ["queries", _, "result"]) or ("GET", ["monitoring", "queries", _]) => true,
        _ => false,
    };

    private void Record(HttpRequest request, byte[]? body)
    {
        if (options.RecordedRequestsMax > 0)
        {
            var headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var text = body is null ? "" : Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 65_536)));
            recorder.Add(new RecordedRequest(request.Method, request.Path + request.QueryString, headers, text));
        }
    }
}
