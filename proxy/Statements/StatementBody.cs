using System.Text.Json;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Statements;

/// <summary>The body of a statement, read once.</summary>
internal sealed class StatementBody : IDisposable
{
    private const int BindsRecordedMax = 100, BindLengthMax = 256, ArraySampleMax = 8;
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "sqlText", "asyncExec", "sequenceId", "isInternal", "describeOnly", "bindings", "bindStage", "parameters", "queryContextDTO",
        "querySubmissionTime", "describedJobId", "disableOfflineChunks", "dataframeAst",
    };

    private readonly JsonDocument _document;

    private StatementBody(JsonDocument document, string sqlText)
    {
        _document = document;
        SqlText = sqlText;
        var root = document.RootElement;
        Async = Flag(root, "asyncExec");
        DescribeOnly = Flag(root, "describeOnly");
        Internal = Flag(root, "isInternal");
        Parameters = root.Object("parameters");
        Bindings = root.Object("bindings");
        Unknown = [.. root.EnumerateObject().Select(member => member.Name).Where(name => !Known.Contains(name)).Take(16)];
    }

    public string SqlText { get; }
    public bool Async { get; }
    public bool DescribeOnly { get; }
    public bool Internal { get; }
    public JsonElement? Parameters { get; }
    public JsonElement? Bindings { get; }

    /// <summary>Members that no known driver sends; forwarded and noted.</summary>
    public IReadOnlyList<string> Unknown { get; }

    public JsonElement Root => _document.RootElement;

    public string? QueryTag => Parameter(ParameterNames.QueryTag);

    /// <summary>How many statements the text is said to hold; null when nothing is said.</summary>
    public int? StatementCount =>
        int.TryParse(Parameter(ParameterNames.MultiStatementCount), System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>Reads a body; null with a reason when it is malformed or asks for what cannot be inspected.</summary>
    public static StatementBody? Parse(ReadOnlyMemory<byte> body, out string? fault)
    {
        if (StrictJson.ParseObject(body, out fault) is not { } document)
            return null;
        fault = FaultOf(document.RootElement);
        if (fault is null)
            return new(document, document.RootElement.Text("sqlText")!);
        document.Dispose();
        return null;
    }

    public void Dispose() => _document.Dispose();

    /// <summary>Text binds by position or name, for names that are bound.</summary>
    public IReadOnlyDictionary<string, string?>? TextBinds() => Bindings is not { } bindings
        ? null
        : bindings.EnumerateObject()
            .Where(bind => bind.Value.Text("type") is "TEXT" && bind.Value.TryGetProperty("value", out var value)
                && value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
            .ToDictionary(bind => bind.Name, bind => bind.Value.Text("value"), StringComparer.Ordinal);

    /// <summary>The binds as they are recorded.</summary>
    public IReadOnlyList<Bind> RecordedBinds() => Bindings is not { } bindings ? [] : [.. bindings.EnumerateObject().Take(BindsRecordedMax).Select(Recorded)];

    private static Bind Recorded(JsonProperty bind)
    {
        var many = bind.Value.ValueKind == JsonValueKind.Object && bind.Value.TryGetProperty("value", out var array) && array.ValueKind == JsonValueKind.Array
            ? array
            : default;
        return new Bind
        {
            Name = Cut(bind.Name),
            Type = Cut(bind.Value.Text("type") ?? ""),
            Value = many.ValueKind == JsonValueKind.Array
                ? Cut(Sql.SqlRedactor.Redact("[" + string.Join(",", many.EnumerateArray().Take(ArraySampleMax).Select(one => one.GetRawText())) + "]"))
                : bind.Value.Text("value") is { } value ? Cut(Sql.SqlRedactor.Redact(value)) : null,
            Count = many.ValueKind == JsonValueKind.Array ? many.GetArrayLength() : 1,
        };
    }

    private static string? FaultOf(JsonElement root)
    {
        foreach (var member in root.EnumerateObject())
        {
            if (!Known.Contains(member.Name) && Known.Any(known => string.Equals(known, member.Name, StringComparison.OrdinalIgnoreCase)))
                return $"the member {Cut(member.Name)} is not written as drivers write it";
        }
        if (root.Text("sqlText") is null)
            return "the statement has no sqlText";
        if (Present(root, "bindStage"))
            return "values bound through a stage cannot be inspected; bind them in the request";
        foreach (var flag in (ReadOnlySpan<string>)["asyncExec", "describeOnly", "isInternal"])
        {
            if (root.TryGetProperty(flag, out var value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null))
                return $"{flag} is not a boolean";
        }
        foreach (var table in (ReadOnlySpan<string>)["bindings", "parameters"])
        {
            if (Present(root, table) && root.Object(table) is null)
                return $"{table} is not an object";
        }
        if (root.Object("bindings") is { } bindings && bindings.EnumerateObject().Any(bind => bind.Value.ValueKind != JsonValueKind.Object))
            return "a binding is not an object";
        return root.Object("parameters") is { } parameters ? ParameterFault(parameters) : null;
    }

    private static string? ParameterFault(JsonElement parameters) =>
        parameters.EnumerateObject().GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1)
            ? "a parameter is there twice"
            : null;

    private string? Parameter(string name)
    {
        if (Parameters is not { } parameters)
            return null;
        foreach (var one in parameters.EnumerateObject())
        {
            if (ParameterNames.Is(one.Name, name))
                return one.Value.ValueKind == JsonValueKind.String ? one.Value.GetString() : one.Value.GetRawText();
        }
        return null;
    }

    private static bool Present(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static bool Flag(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Cut(string text) => text.Length <= BindLengthMax ? text : text[..BindLengthMax];
}
