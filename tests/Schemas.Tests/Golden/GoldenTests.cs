using Avro;
using Snowtrail.Schemas.Tests.Records;

namespace Snowtrail.Schemas.Tests.Golden;

/// <summary>
/// One encoded value of every kind of envelope body is kept as a file, with what it says. A change here is a change of what is
/// already on disk somewhere.
/// </summary>
public class GoldenTests
{
    public static TheoryData<string, string> Bodies() =>
        [.. from envelope in new[] { nameof(AuditEvent), nameof(EnrichedEvent) }
            from branch in BodyOf(envelope).Schemas
            select (envelope, branch.Name)];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Envelope_WithBody_IsAsApproved(string envelope, string body)
    {
        var kind = RecordKind.Named(envelope);
        var sample = ApacheCodec.Write(kind.Schema, new SampleDatum(body).Of(kind.Schema));
        var bytesFile = Path.Combine(SourceTree.Tests, "Golden", $"{envelope}.{body}.avro.hex");
        var jsonFile = Path.Combine(SourceTree.Tests, "Golden", $"{envelope}.{body}.json");
        if (SourceTree.Approves)
        {
            File.WriteAllText(bytesFile, HexLines.From(sample));
            File.WriteAllText(jsonFile, RecordJson.From(kind.FromAvro(sample)));
        }

        var golden = HexLines.ToBytes(File.ReadAllText(bytesFile));
        var value = kind.FromAvro(golden);

        Assert.Equal(File.ReadAllText(jsonFile), RecordJson.From(value));
        Assert.Equal(golden, kind.ToAvro(value));
        Assert.True(
            golden.AsSpan().SequenceEqual(sample),
            $"The schema of {envelope} with {body} is not that of the approved bytes. If it is meant: {SourceTree.ApproveVariable}=1 dotnet test.");
    }

    [Fact]
    public void Files_AreThoseOfTheBodies()
    {
        var expected = Bodies().Select(row => $"{row.Data.Item1}.{row.Data.Item2}").SelectMany(name => new[] { name + ".avro.hex", name + ".json" });
        var actual = Directory.EnumerateFiles(Path.Combine(SourceTree.Tests, "Golden")).Select(Path.GetFileName).Where(name => !name!.EndsWith(".cs", StringComparison.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal)!);
    }

    private static UnionSchema BodyOf(string envelope) => (UnionSchema)((RecordSchema)RecordKind.Named(envelope).Schema)["body"].Schema;
}
