using System.Text.Json;

namespace Snowtrail.Indexer.Documents;

/// <summary>A field of the documents.</summary>
public sealed class FieldDefinition
{
    internal FieldDefinition(string name, FieldType type, string source, bool many, bool isDefault)
    {
        Name = name;
        Type = type;
        Source = source;
        IsMany = many;
        IsDefault = isDefault;
        Path = [.. name.Split('.').Select(segment => JsonEncodedText.Encode(segment))];
    }

    /// <summary>Dotted name, such as <c>user.name</c>; in a document it is nested.</summary>
    public string Name { get; }

    /// <summary>How it is indexed.</summary>
    public FieldType Type { get; }

    /// <summary>Where the value comes from: a field of the record, in Avro's names.</summary>
    public string Source { get; }

    /// <summary>Whether a document may hold several values; it is then an array, with one value too.</summary>
    public bool IsMany { get; }

    /// <summary>Whether a search that names no field looks here (Elasticsearch's <c>index.query.default_field</c>).</summary>
    public bool IsDefault { get; }

    /// <summary>Position among all fields in the order of their names.</summary>
    internal int Ordinal { get; set; }

    /// <summary>The name's segments, ready for JSON.</summary>
    internal JsonEncodedText[] Path { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
