namespace Snowtrail.Schemas.Codegen.Model;

/// <summary>The type of a field; a closed set.</summary>
internal abstract record AvroType
{
    internal sealed record Scalar(Primitive Kind) : AvroType;

    internal sealed record Array(AvroType Items) : AvroType;

    internal sealed record Map(AvroType Values) : AvroType;

    /// <summary>A type defined in a file of its own.</summary>
    internal sealed record Named(string FullName) : AvroType;

    /// <summary>The union of null, as first branch, and one other type.</summary>
    internal sealed record Optional(AvroType Value) : AvroType;

    /// <summary>A union of several records, null as its first branch where <paramref name="Nullable"/>.</summary>
    internal sealed record Choice(bool Nullable, IReadOnlyList<Named> Branches) : AvroType;
}
