namespace Snowtrail.Sandbox.Http;

/// <summary>Reads the Authorization header's two forms.</summary>
internal static class Authorization
{
    /// <summary>The token of <c>Snowflake Token="…"</c>.</summary>
    public static string? SnowflakeToken(HttpRequest request)
    {
        const string Prefix = "Snowflake Token=\"";
        var value = request.Headers.Authorization.ToString();
        return value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && value.EndsWith('"') && value.Length > Prefix.Length
            ? value[Prefix.Length..^1]
            : null;
    }

    public static string? Bearer(HttpRequest request)
    {
        var value = request.Headers.Authorization.ToString();
        return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value["Bearer ".Length..].Trim() : null;
    }
}
