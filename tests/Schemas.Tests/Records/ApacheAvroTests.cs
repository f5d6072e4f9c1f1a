using System.Buffers.Binary;
using Avro;

namespace Snowtrail.Schemas.Tests.Records;

/// <summary>Our bytes are Apache.Avro's, in both directions, for values of every record.</summary>
public class ApacheAvroTests
{
    private const int Values = 200;

    [Theory]
    [ClassData(typeof(RecordNames))]
    public void Bytes_OfRandomValues_AreThoseOfApacheAvro(string name)
    {
        var kind = RecordKind.Named(name);
        var schema = kind.Schema;
        for (var seed = 0; seed < Values; seed++)
        {
            var datum = new RandomDatum(seed).Next(schema);
            var theirs = ApacheCodec.Write(schema, datum);

            var value = kind.FromAvro(theirs);
            var ours = kind.ToAvro(value);

            Assert.True(theirs.AsSpan().SequenceEqual(ours), $"{name}, seed {seed}");
            Assert.Equal(theirs, ApacheCodec.Write(schema, ApacheCodec.Read(schema, ours)));
            Assert.Equal(value, kind.FromAvro(ours));
            Assert.Equal(value.GetHashCode(), kind.FromAvro(ours).GetHashCode());
        }
    }

    [Theory]
    [ClassData(typeof(RecordNames))]
    public void Fingerprint_IsThatOfApacheAvro(string name)
    {
        var kind = RecordKind.Named(name);
        var theirs = SchemaNormalization.ParsingFingerprint("CRC-64-AVRO", kind.Schema);
        Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(theirs), kind.Fingerprint);
    }

    [Fact]
    public void Schemas_AllFiles_AreParsedByApacheAvro()
    {
        var files = SchemaFiles.All;
        Assert.NotEmpty(files);
        foreach (var (file, name, isRecord) in files)
        {
            // An enum stands alone; a record's file names other files, which its self-contained form brings along.
            var schema = isRecord ? RecordKind.Named(name).Schema : Schema.Parse(File.ReadAllText(file));
            Assert.Equal($"snowtrail.{name}", ((NamedSchema)schema).Fullname);
        }

        Assert.Equal(
            files.Where(file => file.IsRecord).Select(file => file.Name).Order(),
            RecordKind.All.Where(kind => kind.Type.Assembly == typeof(AuditEvent).Assembly).Select(kind => kind.Type.Name).Order());
    }
}
