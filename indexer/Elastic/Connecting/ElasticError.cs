using System.Text.Json;

namespace Snowtrail.Indexer.Elastic.Connecting;

/// <summary>An error as the servers write it.</summary>
/// <param name="Type">Such as <c>document_parsing_exception</c>; empty when unknown.</param>
/// <param name="Reason">A sentence. It may quote a value of the document: it is kept with the parked record and not logged.</param>
internal sealed record ElasticError(string Type, string Reason)
{
    private const int ReasonLengthMax = 1_000;

    /// <summary>When the answer says nothing.</summary>
    public static readonly ElasticError None = new("", "");

    /// <summary>For status and logs: the type alone, which never holds a value of a document.</summary>
    public string Words => Type.Length == 0 ? "no reason given" : Type;

    /// <summary>Reads the error of a whole answer.</summary>
    public static ElasticError Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) ? Read(error) : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>Reads an <c>error</c> object; causes are joined to the reason.</summary>
    public static ElasticError Read(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
            return error.ValueKind == JsonValueKind.String ? new("", Cut(error.GetString()!)) : None;
        // A search that failed says why of each shard, beneath a phrase that says nothing
        if (error.TryGetProperty("root_cause", out var roots) && roots.ValueKind == JsonValueKind.Array && roots.GetArrayLength() > 0 && Text(error, "type") == "search_phase_execution_exception")
            return Read(roots[0]);
        var type = Text(error, "type");
        var reason = Text(error, "reason");
        var cause = error;
        for (var depth = 0; depth < 5 && cause.TryGetProperty("caused_by", out var deeper) && deeper.ValueKind == JsonValueKind.Object; depth++)
        {
            cause = deeper;
            reason += $"; {Text(cause, "type")}: {Text(cause, "reason")}";
        }

        return new(type, Cut(reason));
    }

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Cut(string text) => text.Length <= ReasonLengthMax ? text : text[..ReasonLengthMax];
}
