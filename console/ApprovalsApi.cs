using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Snowtrail.AnalystConsole;

/// <summary><c>GET /api/approvals</c> lists what waits; <c>POST /api/approvals/ID/approve|deny</c> with <c>{"reason": "…"}</c> decides.</summary>
internal static class ApprovalsApi
{
    private const int ReasonLengthMax = 500;
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private const string Elsewhere = "Held statements are decided where their gateway runs: `snowtrail approvals list | approve | deny --data DIR` with its data directory.";

    internal static void Map(IEndpointRouteBuilder routes, IApprovalDesk? desk, ConsoleOptions options, ConsoleAccess access)
    {
        if (desk is null)
        {
            routes.MapGet("/api/approvals", () => Results.Json(new { approvals = Array.Empty<WaitingApproval>(), note = Elsewhere }, SnakeCase));
            routes.MapPost("/api/approvals/{id}/{verb}", (HttpContext context) => JsonError.WriteAsync(context, StatusCodes.Status404NotFound, Elsewhere));
            return;
        }

        routes.MapGet("/api/approvals", () => Results.Json(new { approvals = desk.Waiting() }, SnakeCase));
        routes.MapPost("/api/approvals/{id}/approve", (HttpContext context, string id) => DecideAsync(context, desk, options, access, id, approve: true));
        routes.MapPost("/api/approvals/{id}/deny", (HttpContext context, string id) => DecideAsync(context, desk, options, access, id, approve: false));
    }

    private static async Task DecideAsync(HttpContext context, IApprovalDesk desk, ConsoleOptions options, ConsoleAccess access, string id, bool approve)
    {
        if (!ConsoleAccess.OriginIsOurs(context.Request))
        {
            await JsonError.WriteAsync(context, StatusCodes.Status403Forbidden, "A page of another origin may not decide here.");
            return;
        }

        if (!access.MayDecide(context.Request))
        {
            await JsonError.WriteAsync(context, StatusCodes.Status401Unauthorized, "Deciding needs the approver's token, the content of console.token in the data directory.");
            return;
        }

        var reason = await ReadReasonAsync(context, options.BodyBytesMax);
        if (string.IsNullOrWhiteSpace(reason))
        {
            await JsonError.WriteAsync(context, StatusCodes.Status400BadRequest, $"Send {{\"reason\": \"…\"}} with 1 to {ReasonLengthMax} characters: the reason is kept in the record.");
            return;
        }

        var by = context.Request.Headers.UserAgent.ToString().StartsWith("snowtrail/", StringComparison.Ordinal) ? "approver (command line)" : "approver (console)";
        var fault = await desk.DecideAsync(id, approve, by, reason.Trim(), context.RequestAborted);
        if (fault is null)
        {
            await context.Response.WriteAsJsonAsync(new { id, outcome = approve ? "approved" : "denied" });
        }
        else
        {
            await JsonError.WriteAsync(context, StatusCodes.Status409Conflict, fault);
        }
    }

    private static async Task<string?> ReadReasonAsync(HttpContext context, int bytesMax)
    {
        if (context.Request.ContentLength is null or < 0 || context.Request.ContentLength > bytesMax)
        {
            return null;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String
                && reason.GetString() is { Length: <= ReasonLengthMax } text ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
