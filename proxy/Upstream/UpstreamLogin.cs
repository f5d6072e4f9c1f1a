using System.Buffers;
using System.Text.Json;
using Snowtrail.Proxy.Protocol;

namespace Snowtrail.Proxy.Upstream;

/// <summary>The gateway's own login at the warehouse, and what its answers say.</summary>
internal static class UpstreamLogin
{
    private static readonly TimeSpan SessionDefault = TimeSpan.FromHours(1), MasterDefault = TimeSpan.FromHours(4);
    private static readonly string[] EnvironmentRelayed = ["APPLICATION", "OS", "OS_VERSION", "OCSP_MODE"];

    /// <summary>The login body: our credential, the driver's own introduction, and what is safe of its wishes.</summary>
    public static byte[] Body(GatewayOptions options, JsonElement clientData)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("data"u8);
            foreach (var name in (ReadOnlySpan<string>)["CLIENT_APP_ID", "CLIENT_APP_VERSION", "SVN_REVISION"])
                Copy(writer, clientData, name);
            writer.WriteString("ACCOUNT_NAME"u8, options.UpstreamAccount ?? options.Upstream.Host.Split('.')[0]);
            writer.WriteString("LOGIN_NAME"u8, options.UpstreamUser);
            writer.WriteString("PASSWORD"u8, options.UpstreamPassword.Reveal());
            WriteParameters(writer, clientData);
            writer.WriteStartObject("CLIENT_ENVIRONMENT"u8);
            if (clientData.Object("CLIENT_ENVIRONMENT") is { } environment)
            {
                foreach (var name in EnvironmentRelayed)
                    Copy(writer, environment, name);
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Tokens of a successful login; null when the reply has none.</summary>
    public static UpstreamTokens? ReadTokens(JsonElement data, DateTimeOffset now) =>
        data.Text("token") is { Length: > 0 } session && data.Text("masterToken") is { Length: > 0 } master
            ? new(session, master, now + Seconds(data, "validityInSeconds", SessionDefault), now + Seconds(data, "masterValidityInSeconds", MasterDefault))
            : null;

    /// <summary>Tokens after a renewal; null when the warehouse refused it.</summary>
    public static UpstreamTokens? ReadRenewal(ReadOnlyMemory<byte> body, UpstreamTokens used, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True
                && document.RootElement.Object("data") is { } data && data.Text("sessionToken") is { Length: > 0 } session
                    ? new(session, data.Text("masterToken") ?? used.Master, now + Seconds(data, "validityInSecondsST", SessionDefault), now + Seconds(data, "validityInSecondsMT", MasterDefault))
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WriteParameters(Utf8JsonWriter writer, JsonElement clientData)
    {
        writer.WriteStartObject("SESSION_PARAMETERS"u8);
        if (clientData.Object("SESSION_PARAMETERS") is { } parameters)
        {
            foreach (var parameter in parameters.EnumerateObject())
            {
                if (ParameterNames.AtLogin(parameter.Name) && parameter.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                    parameter.WriteTo(writer);
            }
        }
        writer.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement from, string name)
    {
        if (from.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static TimeSpan Seconds(JsonElement data, string name, TimeSpan fallback) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is > 0 and < 31_536_000
            ? TimeSpan.FromSeconds(seconds)
            : fallback;
}
