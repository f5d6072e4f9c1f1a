using Snowtrail.Schemas.Codegen.Parsing;

namespace Snowtrail.Schemas.Tests.Codegen;

/// <summary>A schema that breaks a rule stops the build, with the file and the place in the message.</summary>
public class SchemaSetTests
{
    [Theory]
    [InlineData("not json", "not JSON")]
    [InlineData("[]", "holds one record or enum")]
    [InlineData("""{"type":"record","name":"A","namespace":"n","fields":[]}""", "A has no 'doc'")]
    [InlineData("""{"type":"record","name":"a.B","namespace":"n","doc":"d","fields":[]}""", "'a.B' is not a PascalCase type name")]
    [InlineData("""{"type":"fixed","name":"A","namespace":"n","doc":"d","size":4}""", "A is of type 'fixed'")]
    [InlineData("""{"type":"enum","name":"A","namespace":"n","doc":"d","symbols":[]}""", "A has no symbols")]
    [InlineData("""{"type":"enum","name":"A","namespace":"n","doc":"d","symbols":["X_Y","X__Y"]}""", "A.X__Y is there twice")]
    [InlineData("""{"type":"enum","name":"A","namespace":"n","doc":"d","symbols":["9"]}""", "'9' in A is not a valid name")]
    public void Load_BadFile_SaysSo(string text, string message) => Throws(message, text);

    [Theory]
    [InlineData("""{"name":"f","type":"n.Missing","doc":"d"}""", "A.f is of the unknown type 'n.Missing'")]
    [InlineData("""{"name":"f","type":"decimal","doc":"d"}""", "A.f is of the unknown type 'n.decimal'")]
    [InlineData("""{"name":"f","type":"string"}""", "A.f has no 'doc'")]
    [InlineData("""{"name":"f","doc":"d"}""", "A.f has no 'type'")]
    [InlineData("""{"name":"f","type":"string","doc":"d"},{"name":"F","type":"int","doc":"d"}""", "A.F is there twice")]
    [InlineData("""{"name":"a","type":"string","doc":"d"}""", "A.a would be the property A, a name that is taken")]
    [InlineData("""{"name":"to_avro","type":"string","doc":"d"}""", "A.to_avro would be the property ToAvro")]
    [InlineData("""{"name":"f","type":{"type":"int","logicalType":"date"},"doc":"d"}""", "logical type 'date' of 'int' is not supported")]
    [InlineData("""{"name":"f","type":{"type":"record","name":"B","fields":[]},"doc":"d"}""", "A.f defines a type in place")]
    [InlineData("""{"name":"f","type":["string","null"],"doc":"d"}""", "A.f: a union has null at most once, first")]
    [InlineData("""{"name":"f","type":["null"],"doc":"d"}""", "A.f: a union has null at most once, first")]
    [InlineData("""{"name":"f","type":["string"],"doc":"d"}""", "A.f: a union of one type is that type")]
    [InlineData("""{"name":"f","type":["null","string","int"],"doc":"d"}""", "A.f: a union is null with one type, or of different records")]
    [InlineData("""{"name":"f","type":["n.B","n.E"],"doc":"d"}""", "A.f has the branch n.E, which is not a record")]
    [InlineData("""{"name":"f","type":["n.B","n.B"],"doc":"d"}""", "of different records")]
    [InlineData("""{"name":"f","type":{"type":"array"},"doc":"d"}""", "A.f has no 'items'")]
    [InlineData("""{"name":"f","type":{"type":"array","items":"n.B"},"doc":"d"}""", "no count of it could be checked")]
    [InlineData("""{"name":"f","type":"int","default":"1","doc":"d"}""", "A.f has the default \"1\"")]
    [InlineData("""{"name":"f","type":"int","default":2147483648,"doc":"d"}""", "A.f has the default 2147483648")]
    [InlineData("""{"name":"f","type":["null","int"],"default":1,"doc":"d"}""", "A.f has the default 1")]
    [InlineData("""{"name":"f","type":{"type":"array","items":"int"},"default":[1],"doc":"d"}""", "A.f has the default [1]")]
    [InlineData("""{"name":"f","type":{"type":"map","values":"int"},"default":[],"doc":"d"}""", "A.f has the default []")]
    [InlineData("""{"name":"f","type":"n.E","default":"Z","doc":"d"}""", "A.f has the default \"Z\"")]
    [InlineData("""{"name":"f","type":"n.B","default":{},"doc":"d"}""", "A.f has the default {}")]
    [InlineData("""{"name":"f","type":"n.A","doc":"d"}""", "n.A holds itself: n.A -> n.A")]
    public void Load_BadField_SaysSo(string field, string message) =>
        Throws(message, Record("A", field), Record("B", ""), """{"type":"enum","name":"E","namespace":"n","doc":"d","symbols":["X"]}""");

    [Fact]
    public void Load_Cycle_NamesTheWay() =>
        Throws(
            "n.A holds itself: n.A -> n.B -> n.C -> n.A.",
            Record("A", """{"name":"f","type":"n.B","doc":"d"}"""),
            Record("B", """{"name":"f","type":"n.C","doc":"d"}"""),
            Record("C", """{"name":"f","type":"n.A","doc":"d"}"""));

    [Fact]
    public void Load_SameNameTwice_NamesBothFiles() => Throws("n.A is already defined as n.A in 0.avsc.", Record("A", ""), Record("A", ""));

    [Fact]
    public void Load_CycleThroughArrayMapOrUnion_IsAllowed()
    {
        var set = SchemaSet.Load(Sources(Record(
            "A",
            """
            {"name":"x","type":["null","n.A"],"doc":"d"},
            {"name":"y","type":{"type":"array","items":"n.A"},"doc":"d"},
            {"name":"z","type":{"type":"map","values":"n.A"},"doc":"d"}
            """)));
        Assert.Equal("n.A", Assert.Single(set.Types).FullName);
    }

    private static string Record(string name, string fields) =>
        $$"""{"type":"record","name":"{{name}}","namespace":"n","doc":"d","fields":[{{fields}}]}""";

    private static IEnumerable<SchemaSource> Sources(params string[] texts) => texts.Select((text, at) => new SchemaSource($"{at}.avsc", text));

    private static void Throws(string message, params string[] texts)
    {
        var fault = Assert.Throws<SchemaException>(() => SchemaSet.Load(Sources(texts)));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(".avsc", fault.File, StringComparison.Ordinal);
    }
}
