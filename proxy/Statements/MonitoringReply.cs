using Snowtrail.Proxy.Protocol;

namespace Snowtrail.Proxy.Statements;

/// <summary>The state of a statement in the words that every driver knows; its text is the starred one.</summary>
internal static class MonitoringReply
{
    public static byte[] Write(string id, StatementCall call)
    {
        var done = call.Done.IsCompletedSuccessfully ? call.Done.Result : null;
        var failure = done is { Success: false, Body: { } body } ? Upstream.UpstreamReply.Read(body) : null;
        var status = done is null ? "RUNNING" : done.Success ? "SUCCESS" : failure?.Code == Codes.Cancelled ? "ABORTED" : "FAILED_WITH_ERROR";
        return Envelopes.Write(
            writer =>
            {
                writer.WriteStartObject("data"u8);
                writer.WriteStartArray("queries"u8);
                writer.WriteStartObject();
                writer.WriteString("id"u8, id);
                writer.WriteString("status"u8, status);
                writer.WriteString("state"u8, done is null ? "EXECUTING" : done.Success ? "SUCCEEDED" : "FAILED");
                writer.WriteString("errorCode"u8, failure?.Code ?? "");
                writer.WriteString("errorMessage"u8, failure?.Message);
                writer.WriteString("sqlText"u8, call.Analysis?.RedactedText ?? "");
                writer.WriteNumber("startTime"u8, call.Arrived.ToUnixTimeMilliseconds());
                writer.WriteNumber("endTime"u8, done is null ? 0 : call.FinishedAt.ToUnixTimeMilliseconds());
                writer.WriteStartObject("stats"u8);
                writer.WriteEndObject();
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WriteEndObject();
            }, null, null, true);
    }
}
