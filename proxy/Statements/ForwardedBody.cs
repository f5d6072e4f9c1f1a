using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Snowtrail.Proxy.Protocol;

namespace Snowtrail.Proxy.Statements;

/// <summary>The body as it goes to the warehouse: written anew from what was understood, with our query tag.</summary>
internal static class ForwardedBody
{
    public static byte[] Write(StatementBody body, string sqlText, string queryTag)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("sqlText"u8, sqlText);
            foreach (var member in body.Root.EnumerateObject())
            {
                if (member.Name is not ("sqlText" or "parameters"))
                    member.WriteTo(writer);
            }
            writer.WriteStartObject("parameters"u8);
            writer.WriteString(ParameterNames.QueryTag, queryTag);
            if (body.Parameters is { } parameters)
                WriteParameters(writer, parameters);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteParameters(Utf8JsonWriter writer, JsonElement parameters)
    {
        foreach (var one in parameters.EnumerateObject())
        {
            if ((ParameterNames.AtStatement(one.Name) || ParameterNames.Is(one.Name, ParameterNames.MultiStatementCount))
                && one.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            {
                one.WriteTo(writer);
            }
        }
    }
}
