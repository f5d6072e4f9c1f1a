using Microsoft.AspNetCore.Http;

namespace Snowtrail.AnalystConsole;

/// <summary>The one shape of an error of the console's API: <c>{"error": "what is wrong and what to do"}</c>.</summary>
internal static class JsonError
{
    internal static Task WriteAsync(HttpContext context, int status, string message, int? position = null)
    {
        context.Response.StatusCode = status;
        return position is null
            ? context.Response.WriteAsJsonAsync(new { error = message })
            : context.Response.WriteAsJsonAsync(new { error = message, position });
    }
}
