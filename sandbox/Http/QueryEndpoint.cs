using System.Text.Json;
using Snowtrail.Sandbox.Execution;
using Snowtrail.Sandbox.Sessions;

namespace Snowtrail.Sandbox.Http;

/// <summary>Statements, polling, cancelling and monitoring (protocol sections 1.5 and 3).</summary>
internal sealed class QueryEndpoint(SandboxOptions options, QueryService service, ChunkUrls urls, TimeProvider time)
{
    public async Task SubmitAsync(HttpContext http, Session session, JsonElement body)
    {
        var requestId = http.Request.Query["requestId"].ToString();
        if (QueryBody.Read(body, requestId.Length == 0 ? null : requestId) is not { } request)
        {
            await Envelope.FailAsync(http, "390400", "The query request is malformed.");
            return;
        }

        if (service.Start(session, request) is not { } query)
        {
            await Envelope.FailAsync(http, "390400", "The request id was used for another statement.");
            return;
        }

        if (request.Async)
        {
            await InProgressAsync(http, query, "333334");
            return;
        }

        await AnswerAsync(http, session, query, options.FirstWait);
    }

    public Task ResultAsync(HttpContext http, Session session, string id) =>
        session.Find(id) is { } query ? AnswerAsync(http, session, query, options.PollWait) : NotFoundAsync(http, id);

    public static Task AbortRequestAsync(HttpContext http, Session session, JsonElement body)
    {
        var requestId = body.ValueKind == JsonValueKind.Object ? LoginRequest.Text(body, "requestId") : "";
        session.FindRequest(requestId)?.Cancel();
        return Envelope.WriteAsync(http, null);
    }

    public static Task AbortAsync(HttpContext http, Session session, string id)
    {
        session.Find(id)?.Cancel();
        return Envelope.WriteAsync(http, null);
    }

    public static Task MonitorAsync(HttpContext http, Session session, string id) => Envelope.WriteAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("queries");
        if (session.Find(id) is { } query)
        {
            Status(json, query);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Status(Utf8JsonWriter json, Query query)
    {
        var failed = query.IsDone ? query.Outcome.Result as Failed : null;
        var (status, state) = (query.IsDone, failed) switch
        {
            (false, _) => ("RUNNING", "EXECUTING"),
            (_, { Code: "000604" }) => ("ABORTED", "FAILED"),
            (_, not null) => ("FAILED_WITH_ERROR", "FAILED"),
            _ => ("SUCCESS", "SUCCEEDED"),
        };
        json.WriteStartObject();
        json.WriteString("id", query.Id);
        json.WriteString("status", status);
        json.WriteString("state", state);
        json.WriteString("errorCode", failed?.Code ?? "");
        json.WriteString("errorMessage", failed?.Message);
        json.WriteString("sqlText", query.Sql);
        json.WriteNumber("startTime", query.StartedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("endTime", query.EndedAt?.ToUnixTimeMilliseconds() ?? 0);
        json.WriteStartObject("stats");
        json.WriteNumber("scanBytes", 0);
        json.WriteNumber("producedRows", query.Result?.Total ?? 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private async Task AnswerAsync(HttpContext http, Session session, Query query, TimeSpan wait)
    {
        var outcome = await service.AwaitAsync(query, wait, http.RequestAborted);
        await (outcome switch
        {
            null => InProgressAsync(http, query, "333333"),
            Failed failed => Envelope.FailAsync(http, query.Id, failed),
            Succeeded succeeded => Envelope.WriteAsync(http, json => ResultJson.Write(json, session, query, succeeded, urls, time.GetUtcNow())),
            _ => throw new InvalidOperationException("An outcome is a success or a failure."),
        });
    }

    private static Task InProgressAsync(HttpContext http, Query query, string code) => Envelope.WriteAsync(
        http,
        json =>
        {
            json.WriteStartObject();
            json.WriteString("queryId", query.Id);
            json.WriteString("getResultUrl", $"/queries/{query.Id}/result");
            json.WriteNull("progressDesc");
            json.WriteNumber("queryAbortsAfterSecs", 300);
            json.WriteEndObject();
        },
        code,
        code == "333334" ? "Query execution in progress. Results will be available asynchronously." : "Query execution in progress.");

    private static Task NotFoundAsync(HttpContext http, string id) =>
        Envelope.FailAsync(http, id, new Failed("000709", "02000", $"Statement {id} not found"));
}
