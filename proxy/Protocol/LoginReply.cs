using System.Text.Json;

namespace Snowtrail.Proxy.Protocol;

/// <summary>The answer to a login: the warehouse's parameters, our tokens, and nothing that a driver would keep or open a side door with.</summary>
internal static class LoginReply
{
    private const int NoStageBinding = 0, NoStageBindingNode = int.MaxValue;

    public static byte[] Write(JsonElement upstream, string? driver, string token, TimeSpan validity, string master, TimeSpan masterValidity, long session, string user) =>
        Envelopes.Write(
            writer =>
            {
                writer.WriteStartObject("data"u8);
                writer.WriteString("token"u8, token);
                writer.WriteNumber("validityInSeconds"u8, (long)validity.TotalSeconds);
                writer.WriteString("masterToken"u8, master);
                writer.WriteNumber("masterValidityInSeconds"u8, (long)masterValidity.TotalSeconds);
                writer.WriteNumber("sessionId"u8, session);
                writer.WriteString("displayUserName"u8, user);
                writer.WriteString("serverVersion"u8, upstream.Text("serverVersion") ?? "9.20.1");
                writer.WriteBoolean("firstLogin"u8, false);
                writer.WriteNull("remMeToken"u8);
                writer.WriteNumber("remMeValidityInSeconds"u8, 0);
                writer.WriteNumber("healthCheckInterval"u8, 45);
                writer.WriteString("newClientForUpgrade"u8, upstream.Text("newClientForUpgrade"));
                writer.WriteNull("idToken"u8);
                writer.WriteNumber("idTokenValidityInSeconds"u8, 0);
                writer.WriteNull("mfaToken"u8);
                writer.WriteNumber("mfaTokenValidityInSeconds"u8, 0);
                writer.WriteNull("responseData"u8);
                WriteParameters(writer, upstream, driver);
                WriteNames(writer, upstream.Object("sessionInfo"));
                writer.WriteEndObject();
            }, null, null, true);

    private static void WriteParameters(Utf8JsonWriter writer, JsonElement upstream, string? driver)
    {
        writer.WriteStartArray("parameters"u8);
        if (upstream.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Array)
        {
            foreach (var parameter in parameters.EnumerateArray())
            {
                if (parameter.Text("name") is { } name && !Forced.Contains(name))
                    parameter.WriteTo(writer);
            }
        }
        WriteParameter(writer, Forced[0], () => writer.WriteNumberValue(driver == "JavaScript" ? NoStageBindingNode : NoStageBinding));
        WriteParameter(writer, Forced[1], () => writer.WriteBooleanValue(false));
        WriteParameter(writer, Forced[2], () => writer.WriteBooleanValue(false));
        writer.WriteEndArray();
    }

    private static readonly string[] Forced = ["CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", "CLIENT_TELEMETRY_ENABLED", "JDBC_ENABLE_PUT_GET"];

    private static void WriteParameter(Utf8JsonWriter writer, string name, Action value)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        writer.WritePropertyName("value"u8);
        value();
        writer.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter writer, JsonElement? names)
    {
        writer.WriteStartObject("sessionInfo"u8);
        foreach (var name in (ReadOnlySpan<string>)["databaseName", "schemaName", "warehouseName", "roleName"])
            writer.WriteString(name, names?.Text(name));
        writer.WriteEndObject();
    }
}
