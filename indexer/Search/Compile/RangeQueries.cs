using System.Globalization;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded.Schema;
using Snowtrail.Indexer.Search.Query;
using LuceneQuery = Lucene.Net.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>Ranges on one field, by its type; a single value of a number or date is a range too.</summary>
internal static class RangeQueries
{
    public static LuceneQuery Between(FieldTarget target, RangeBounds bounds, DateTimeOffset now, int position) => target.Field.Type switch
    {
        FieldType.Long => Longs(target.Name, bounds, position),
        FieldType.Double => Doubles(target.Name, bounds, position),
        FieldType.Date => Dates(target.Name, bounds, now, position),
        FieldType.Ip => Addresses(target.Name, bounds, position),
        FieldType.Boolean => throw new QuerySyntaxException($"{target.Name} is true or false and has no ranges", position),
        FieldType.Text => Texts(target, Lower(bounds)),
        _ => Texts(target, bounds),
    };

    /// <summary>Times from one to another, each as a query would write it; null for an open side.</summary>
    public static LuceneQuery Dates(string field, RangeBounds bounds, DateTimeOffset now, int? position)
    {
        // A bound that keeps its own value out leaves all out that was written: "after the 3rd" begins on the 4th
        var lower = Date(bounds.Lower, now, roundUp: !bounds.IncludesLower, position);
        var upper = Date(bounds.Upper, now, roundUp: bounds.IncludesUpper, position);
        return NumericRangeQuery.NewInt64Range(
            field, LuceneFieldTypes.PrecisionStep, lower, upper, bounds.IncludesLower || lower is null, bounds.IncludesUpper || upper is null);
    }

    private static long? Date(string? text, DateTimeOffset now, bool roundUp, int? position)
    {
        if (text is null)
            return null;
        return DateMath.Parse(text, now, roundUp)
            ?? throw new QuerySyntaxException($"'{text}' is no time; write 2026-01-31T12:00:00Z, or less of it, or now-1h", position);
    }

    private static LuceneQuery Longs(string field, RangeBounds bounds, int position)
    {
        var lower = Number(bounds.Lower, position);
        var upper = Number(bounds.Upper, position);
        if (lower is { } low)
            lower = bounds.IncludesLower ? Math.Ceiling(low) : Math.Floor(low) + 1;
        if (upper is { } high)
            upper = bounds.IncludesUpper ? Math.Floor(high) : Math.Ceiling(high) - 1;
        if (lower > long.MaxValue || upper < long.MinValue)
            return Queries.None;
        return NumericRangeQuery.NewInt64Range(
            field, LuceneFieldTypes.PrecisionStep, lower is null ? null : Clamp(lower.Value), upper is null ? null : Clamp(upper.Value), true, true);
    }

    private static long Clamp(decimal number) => (long)Math.Clamp(number, long.MinValue, long.MaxValue);

    private static decimal? Number(string? text, int position)
    {
        if (text is null)
            return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new QuerySyntaxException($"'{text}' is not a number", position);
    }

    private static NumericRangeQuery<double> Doubles(string field, RangeBounds bounds, int position) => NumericRangeQuery.NewDoubleRange(
        field,
        LuceneFieldTypes.PrecisionStep,
        Real(bounds.Lower, position),
        Real(bounds.Upper, position),
        bounds.IncludesLower || bounds.Lower is null,
        bounds.IncludesUpper || bounds.Upper is null);

    private static double? Real(string? text, int position)
    {
        if (text is null)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new QuerySyntaxException($"'{text}' is not a number", position);
    }

    private static TermRangeQuery Addresses(string field, RangeBounds bounds, int position) => TermRangeQuery.NewStringRange(
        field, Address(bounds.Lower, position), Address(bounds.Upper, position), bounds.IncludesLower, bounds.IncludesUpper);

    private static string? Address(string? text, int position) => text is null
        ? null
        : IpKey.Of(text) ?? throw new QuerySyntaxException($"'{text}' is not an address", position);

    private static RangeBounds Lower(RangeBounds bounds) =>
        bounds with { Lower = bounds.Lower?.ToLowerInvariant(), Upper = bounds.Upper?.ToLowerInvariant() };

    private static TermRangeQuery Texts(FieldTarget target, RangeBounds bounds)
    {
        if (target.Key is null)
            return TermRangeQuery.NewStringRange(target.Name, bounds.Lower, bounds.Upper, bounds.IncludesLower, bounds.IncludesUpper);
        // Below a key an open side ends where the key's own terms do
        var lower = new BytesRef(target.Prefix + bounds.Lower);
        var upper = new BytesRef(bounds.Upper is null ? target.Key + (char)(LuceneNames.KeySeparator + 1) : target.Prefix + bounds.Upper);
        return new TermRangeQuery(
            target.Name, lower, upper, bounds.IncludesLower || bounds.Lower is null, bounds.IncludesUpper && bounds.Upper is not null);
    }
}
