using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Avro;
using Snowtrail.Kafka.Alerting;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Tests;

/// <summary>docs/alerts.md lists every field of the schema and shows a message as it is sent.</summary>
public sealed class AlertDocsTests
{
    private const string ApproveVariable = "SNOWTRAIL_APPROVE";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("fields")]
    [InlineData("example")]
    public void Page_SaysWhatIsSent(string block)
    {
        var wanted = block == "fields" ? Fields() : Example();
        var page = File.ReadAllText(Page());
        var start = page.IndexOf('\n', page.IndexOf($"<!-- {block}:", StringComparison.Ordinal)) + 1;
        var end = page.IndexOf($"<!-- end of {block} -->", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
            File.WriteAllText(Page(), page = string.Concat(page.AsSpan(0, start), wanted, page.AsSpan(end)));
        else
            Assert.Equal(wanted, page[start..end]);
    }

    private static string Fields()
    {
        var text = new StringBuilder();
        var open = new Queue<NamedSchema>([(RecordSchema)Schema.Parse(EnrichedEvent.AvroSchema)]);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var schema))
        {
            if (!known.Add(schema.Name))
                continue;
            text.Append($"\n### {schema.Name}\n\n{schema.Documentation}\n\n");
            if (schema is EnumSchema symbols)
            {
                text.Append($"One of {string.Join(", ", symbols.Symbols.Select(symbol => $"`{symbol}`"))}.\n");
                continue;
            }

            text.Append("| field | type | what |\n|---|---|---|\n");
            foreach (var field in ((RecordSchema)schema).Fields)
                text.Append($"| `{field.Name}` | {Type(field.Schema, open)} | {field.Documentation} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Type(Schema schema, Queue<NamedSchema> open)
    {
        switch (schema)
        {
            // The envelope carries other kinds as well; this page is about one
            case UnionSchema union when union.Schemas.Any(kind => kind.Name == nameof(Alert)):
                return Type(union.Schemas.Single(kind => kind.Name == nameof(Alert)), open);
            case UnionSchema union:
                return $"{Type(union.Schemas.Single(kind => kind.Tag != Schema.Type.Null), open)} or null";
            case ArraySchema array:
                return $"array of {Type(array.ItemSchema, open)}";
            case MapSchema map:
                return $"map of {Type(map.ValueSchema, open)}";
            case LogicalSchema logical:
                return $"{logical.LogicalTypeName} ({logical.BaseSchema.Name})";
            case NamedSchema named:
                open.Enqueue(named);
                return named.Name;
            default:
                return schema.Name;
        }
    }

    private static string Example() =>
        $"```json\n{JsonSerializer.Serialize(JsonDocument.Parse(AlertMessage.Of(Some.AlertTold())!.Body).RootElement, Indented)}\n```\n";

    private static string Page([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../docs/alerts.md");
}
