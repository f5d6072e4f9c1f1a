using System.Globalization;
using System.Text.Json;
using Snowtrail.Sandbox.Execution;
using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Http;

/// <summary>SQL API v2 (protocol section 1.6): submit, status and partitions, cancel. Here HTTP status codes carry meaning.</summary>
internal sealed class SqlApiEndpoint(
    SandboxOptions options, SessionStore sessions, SessionFactory factory, LoginEndpoint login, QueryService service, SqlApiHandles handles)
{
    public async Task HandleAsync(HttpContext http, JsonElement body)
    {
        var session = Authenticate(http.Request, out var allowed);
        if (!allowed)
        {
            await SqlApiJson.FailAsync(http, 401, "390104", "Authorization is missing, invalid or expired.");
            return;
        }

        if (http.Request.Headers.UserAgent.Count == 0)
        {
            await SqlApiJson.FailAsync(http, 400, "391903", "The header User-Agent is missing.");
            return;
        }

        var parts = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)[3..];
        await ((http.Request.Method, parts) switch
        {
            ("POST", []) => SubmitAsync(http, body, session),
            ("GET", [var handle]) => StatusAsync(http, session, handle),
            ("POST", [var handle, "cancel"]) => CancelAsync(http, session, handle),
            (_, [] or [_] or [_, "cancel"]) => SqlApiJson.FailAsync(http, 405, "391901", "The method is not allowed here."),
            _ => SqlApiJson.FailAsync(http, 404, "390404", "There is nothing at this path."),
        });
    }

    /// <summary>A driver's session token, or the password as a bearer token; the latter gives each statement a session of its own.</summary>
    private Session? Authenticate(HttpRequest request, out bool allowed)
    {
        var token = Authorization.SnowflakeToken(request) ?? Authorization.Bearer(request);
        var state = sessions.Find(token, out var session);
        allowed = state == TokenState.Valid || (state == TokenState.Unknown && token is not null && login.IsPassword(token));
        return state == TokenState.Valid ? session : null;
    }

    private async Task SubmitAsync(HttpContext http, JsonElement body, Session? session)
    {
        if (!(http.Request.ContentType ?? "").StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            await SqlApiJson.FailAsync(http, 415, "391904", "The content type must be application/json.");
            return;
        }

        var requestId = http.Request.Query["requestId"].ToString();
        if (Read(body, requestId) is not { } request)
        {
            await SqlApiJson.FailAsync(http, 400, "390142", "The request body is malformed.");
            return;
        }

        try
        {
            Check(request);
            var known = requestId.Length == 0 ? null : handles.FindRequest(requestId);
            if (known is not null && http.Request.Query["retry"] != "true")
            {
                await SqlApiJson.FailAsync(http, 422, "391918", "The request id was used before; send retry=true to ask for its result.");
                return;
            }

            await AnswerAsync(http, known ?? Start(http, body, session, request), http.Request.Query["async"] == "true" ? TimeSpan.Zero : options.FirstWait);
        }
        catch (SqlFailure failure)
        {
            await SqlApiJson.FailAsync(http, 422, failure.Code, failure.Message, failure.SqlState);
        }
    }

    private SqlApiHandle Start(HttpContext http, JsonElement body, Session? session, QueryRequest request)
    {
        if (session is null)
        {
            if (!sessions.HasRoom())
            {
                throw new SqlFailure("390115", "57P03", "The sandbox has no room for another session.");
            }

            session = factory.Create(new SessionStart("SQL API", request.Parameters)
            {
                Database = LoginRequest.Text(body, "database"),
                Schema = LoginRequest.Text(body, "schema"),
                Warehouse = LoginRequest.Text(body, "warehouse"),
                Role = LoginRequest.Text(body, "role"),
            });
            sessions.Open(session);
        }

        var query = service.Start(session, request) ?? throw new SqlFailure("391918", "42000", "The request id was used for another statement.");
        var handle = new SqlApiHandle(session, query, http.Request.Query["nullable"] == "false");
        if (session.ClientId == "SQL API")
        {
            handles.Add(handle);
        }

        return handle;
    }

    private async Task StatusAsync(HttpContext http, Session? session, string id)
    {
        if (Find(session, id) is not { } handle)
        {
            await SqlApiJson.FailAsync(http, 404, "390404", "There is no such statement.");
            return;
        }

        var partition = http.Request.Query["partition"].ToString();
        if (partition.Length > 0 && handle.Query.IsDone && handle.Query.Result is { } result)
        {
            if (!int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > result.Chunks.Count)
            {
                await SqlApiJson.FailAsync(http, 400, "391906", "There is no such partition.");
                return;
            }

            if (number > 0)
            {
                await SqlApiJson.PartitionAsync(http, handle, result.Chunks[number - 1]);
                return;
            }
        }

        await AnswerAsync(http, handle, TimeSpan.Zero);
    }

    private Task CancelAsync(HttpContext http, Session? session, string id)
    {
        if (Find(session, id) is not { } handle)
        {
            return SqlApiJson.FailAsync(http, 404, "390404", "There is no such statement.");
        }

        handle.Query.Cancel();
        return SqlApiJson.StatusAsync(http, 200, "000604", "57014", "SQL execution canceled", handle.Query.Id);
    }

    private SqlApiHandle? Find(Session? session, string id) => session is null
        ? handles.Find(id)
        : session.Find(id) is { Result: null or { Format: Results.ResultFormat.Json } } query ? new SqlApiHandle(session, query, NullsAsText: false) : null;

    private async Task AnswerAsync(HttpContext http, SqlApiHandle handle, TimeSpan wait)
    {
        var outcome = handle.Query.IsDone ? await handle.Query.Outcome : wait == TimeSpan.Zero ? null : await service.AwaitAsync(handle.Query, wait, http.RequestAborted);
        await (outcome switch
        {
            null => SqlApiJson.StatusAsync(
                http, 202, "333334", "00000", "Asynchronous execution in progress. Use provided query id to perform query monitoring and management.", handle.Query.Id),
            Failed failed => SqlApiJson.StatusAsync(http, failed.Code == "000630" ? 408 : 422, failed.Code, failed.SqlState, failed.Message, handle.Query.Id),
            Succeeded succeeded => SqlApiJson.ResultAsync(http, handle, succeeded),
            _ => throw new InvalidOperationException("An outcome is a success or a failure."),
        });
    }

    private static QueryRequest? Read(JsonElement body, string requestId)
    {
        if (body.ValueKind != JsonValueKind.Object || LoginRequest.Text(body, "statement") is not { Length: > 0 } sql || QueryBody.Bindings(body, "bindings") is not { } bindings)
        {
            return null;
        }

        var parameters = LoginRequest.ReadMap(body, "parameters");
        if (body.TryGetProperty("timeout", out var timeout) && timeout.ValueKind == JsonValueKind.Number)
        {
            parameters["STATEMENT_TIMEOUT_IN_SECONDS"] = timeout.GetRawText();
        }

        return new QueryRequest(sql)
        {
            Bindings = bindings,
            Parameters = parameters,
            RequestId = requestId.Length == 0 ? null : requestId,
            BodyHash = sql,
            ForceJson = true,
        };
    }

    /// <summary>Statements that only change a session, or move files, make no sense here unless others follow them.</summary>
    private static void Check(QueryRequest request)
    {
        var statements = SqlStatement.ReadAll(request.Sql);
        if (statements is [{ Kind: StatementKind.Use or StatementKind.AlterSession or StatementKind.Begin or StatementKind.Put or StatementKind.Get }])
        {
            throw new SqlFailure("391911", "0A000", "This kind of statement is not supported by the SQL API.");
        }
    }
}
