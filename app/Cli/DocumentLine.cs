using System.Globalization;
using System.Text.Json;

namespace Snowtrail.App.Cli;

/// <summary>One document as one line for a terminal: time, agent, job (and when it is only the agent's word), outcome, risk, text.</summary>
internal static class DocumentLine
{
    private const int TextLengthMax = 120;

    internal static string Of(JsonElement document)
    {
        var text = Field(document, "db.query.text") ?? Field(document, "message") ?? Field(document, "event.reason") ?? Field(document, "event.action") ?? "";
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var decision = Field(document, "policy.decision");
        var job = Field(document, "service.name") is { } name ? name + (Field(document, "automation.trust") == "claimed" ? " (claimed)" : "") : "-";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Field(document, "@timestamp"),-27} {Field(document, "user.name") ?? "-",-18} {job,-25} {(decision is null or "allow" ? Field(document, "event.outcome") ?? "-" : decision),-17} {Field(document, "event.risk_score_norm") ?? "",5} {(text.Length > TextLengthMax ? text[..TextLengthMax] + "…" : text)}");
    }

    private static string? Field(JsonElement document, string path)
    {
        var at = document;
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.ToString();
    }
}
