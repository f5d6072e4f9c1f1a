using System.Security.Cryptography;
using System.Text.Json;
using Snowtrail.Sandbox.Execution;

namespace Snowtrail.Sandbox.Http;

/// <summary>Reads a query-request's body (protocol sections 3.1 and 3.2).</summary>
internal static class QueryBody
{
    /// <summary>Null when it is not a statement.</summary>
    public static QueryRequest? Read(JsonElement body, string? requestId)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("sqlText", out var sql) || sql.ValueKind != JsonValueKind.String
            || Bindings(body, "bindings") is not { } bindings)
        {
            return null;
        }

        var parameters = LoginRequest.ReadMap(body, "parameters");
        return new QueryRequest(sql.GetString()!)
        {
            DescribeOnly = Flag(body, "describeOnly"),
            Async = Flag(body, "asyncExec"),
            Bindings = bindings,
            Parameters = parameters,
            RequestId = requestId,
            BodyHash = Hash(sql.GetString()!, body),
        };
    }

    /// <summary>Null when a binding is malformed.</summary>
    public static Dictionary<string, Binding>? Bindings(JsonElement body, string name)
    {
        var bindings = new Dictionary<string, Binding>(StringComparer.OrdinalIgnoreCase);
        if (!body.TryGetProperty(name, out var map) || map.ValueKind != JsonValueKind.Object)
        {
            return bindings;
        }

        foreach (var member in map.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Object || !member.Value.TryGetProperty("value", out var value))
            {
                return null;
            }

            var type = LoginRequest.Text(member.Value, "type");
            bindings[member.Name] = value.ValueKind == JsonValueKind.Array
                ? new Binding(type, [.. value.EnumerateArray().Select(Cell)], IsBatch: true)
                : new Binding(type, [Cell(value)], IsBatch: false);
        }

        return bindings;
    }

    private static string? Cell(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.ToString();

    private static bool Flag(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>What makes two posts of one request id the same statement; retry marks are not part of it.</summary>
    private static string Hash(string sql, JsonElement body)
    {
        var binds = body.TryGetProperty("bindings", out var value) ? value.GetRawText() : "";
        return Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql + "\0" + binds)));
    }
}
