using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Tests;

/// <summary>Without a registry, every role and every other reader finds each schema in the file beside the executable.</summary>
public sealed class SchemaIdFileTests
{
    private const string ApproveVariable = "SNOWTRAIL_APPROVE";

    [Fact]
    public void File_HasEverySchemaOfThisBuildAndEachUnderItsFingerprint()
    {
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
            Approve();

        var file = JsonNode.Parse(File.ReadAllText(Source()))!.AsObject();
        foreach (var (id, schema) in Own())
            Assert.True(
                JsonNode.DeepEquals(file[id], JsonNode.Parse(schema)),
                $"kafka/schema-ids.json lacks schema {id}. Schemas are added to it and never taken out: {ApproveVariable}=1 adds those of this build; commit the file.");
        foreach (var (id, schema) in file)
            Assert.Equal(id, $"{SchemaIdFile.IdOf((ulong)Avro.SchemaNormalization.ParsingFingerprint64(Avro.Schema.Parse(schema!.ToJsonString())))}");
    }

    [Fact]
    public async Task File_BesideTheExecutable_DecodesWithNothingElse()
    {
        var shipped = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, SchemaIdFile.FileName)))!;
        var value = WireFormat.Encode(SchemaIdFile.IdOf(AuditEvent.SchemaFingerprint), Some.Event(3));
        Assert.True(WireFormat.TryReadHeader(value, out var id));
        var schema = Avro.Schema.Parse(shipped[$"{id}"]!.ToJsonString());
        using var body = new MemoryStream(value[WireFormat.HeaderBytes..]);
        var record = new Avro.Generic.GenericDatumReader<Avro.Generic.GenericRecord>(schema, schema).Read(null!, new Avro.IO.BinaryDecoder(body));
        Assert.Equal(Some.Event(3).Id, record["id"]);
        Assert.Equal(body.Length, body.Position);
    }

    [Fact]
    public async Task File_OfAnotherBuild_IsRefused()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "{}");
            Assert.Throws<InvalidDataException>(() => SchemaIdFile.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Dictionary<string, string> Own() => new[] { Of<AuditEvent>(), Of<EnrichedEvent>(), Of<ParkedRecord>() }.ToDictionary();

    private static (string Id, string Schema) Of<T>()
        where T : class, IAvroRecord<T> => ($"{SchemaIdFile.IdOf(T.SchemaFingerprint)}", T.AvroSchema);

    private static void Approve()
    {
        var file = JsonNode.Parse(File.ReadAllText(Source()))!.AsObject();
        foreach (var (id, schema) in Own())
            file[id] = JsonNode.Parse(schema);
        // A schema a line: a change is one line in review
        File.WriteAllText(Source(), $"{{\n{string.Join(",\n", file.Select(entry => $"\"{entry.Key}\": {entry.Value!.ToJsonString()}"))}\n}}\n");
    }

    private static string Source([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../kafka", SchemaIdFile.FileName);
}
