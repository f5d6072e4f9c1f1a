using System.Text.Json;

namespace Snowtrail.Sandbox.Http;

/// <summary>What matters in a login's body (protocol section 2.1).</summary>
internal sealed record LoginRequest(string ClientId, string LoginName, string Password, string Token, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Null when the body is no login.</summary>
    public static LoginRequest? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new(Text(data, "CLIENT_APP_ID"), Text(data, "LOGIN_NAME"), Text(data, "PASSWORD"), Text(data, "TOKEN"), ReadMap(data, "SESSION_PARAMETERS"));
    }

    public static string Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>An object of plain values, as text.</summary>
    public static Dictionary<string, string> ReadMap(JsonElement data, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                {
                    map[member.Name] = member.Value.ToString();
                }
            }
        }

        return map;
    }
}
