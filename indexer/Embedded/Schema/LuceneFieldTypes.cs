using Lucene.Net.Documents;
using Lucene.Net.Index;

namespace Snowtrail.Indexer.Embedded.Schema;

/// <summary>How the catalog's types are kept in Lucene.</summary>
internal static class LuceneFieldTypes
{
    /// <summary>Terms a number is indexed under are one for each 16 bits: fewer than Lucene's default, and ranges stay quick.</summary>
    public const int PrecisionStep = 16;

    public static FieldType Exact { get; } = new FieldType
    {
        IsIndexed = true, IsTokenized = false, OmitNorms = true, IndexOptions = IndexOptions.DOCS_ONLY,
    }.Freeze();

    public static FieldType Words { get; } = new FieldType
    {
        IsIndexed = true, IsTokenized = true, OmitNorms = true, IndexOptions = IndexOptions.DOCS_AND_FREQS_AND_POSITIONS,
    }.Freeze();

    public static FieldType Int64 { get; } = Number(NumericType.INT64);

    public static FieldType Double { get; } = Number(NumericType.DOUBLE);

    private static FieldType Number(NumericType type) => new FieldType
    {
        IsIndexed = true,
        IsTokenized = false,
        OmitNorms = true,
        IndexOptions = IndexOptions.DOCS_ONLY,
        NumericType = type,
        NumericPrecisionStep = PrecisionStep,
    }.Freeze();
}
