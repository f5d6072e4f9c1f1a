using System.Text.Json;

namespace Snowtrail.Sandbox.Http;

internal static class SqlApiEndpoint
{
    public static Task HandleAsync(HttpContext http, JsonElement body) => Envelope.FailAsync(http, "390404", "There is nothing at this path.", 404);
}
