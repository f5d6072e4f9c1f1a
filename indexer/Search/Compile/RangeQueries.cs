using System.Globalization;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded.Schema;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>Ranges on one field, by its type; a single value of a number or date is a range too.</summary>
internal sealed class RangeQueries<TQuery>(IQueryFactory<TQuery> factory, DateTimeOffset now)
{
    public TQuery Between(FieldTarget target, RangeBounds bounds, int position) => target.Field.Type switch
    {
        FieldType.Long => Longs(target, bounds, position),
        FieldType.Double => factory.Doubles(
            target, Real(bounds.Lower, position), Real(bounds.Upper, position), bounds.IncludesLower || bounds.Lower is null, bounds.IncludesUpper || bounds.Upper is null),
        FieldType.Date => Dates(target, bounds, position),
        FieldType.Ip => factory.Addresses(target, new(Address(bounds.Lower, position), Address(bounds.Upper, position), bounds.IncludesLower, bounds.IncludesUpper)),
        FieldType.Boolean => throw new QuerySyntaxException($"{target.Field.Name} is true or false and has no ranges", position),
        FieldType.Text => factory.Texts(target, Lower(bounds)),
        _ => factory.Texts(target, bounds),
    };

    /// <summary>Times from one to another, each as a query would write it; null for an open side.</summary>
    public TQuery Dates(FieldTarget target, RangeBounds bounds, int? position)
    {
        // A bound that keeps its own value out leaves all out that was written: "after the 3rd" begins on the 4th
        var lower = Date(bounds.Lower, roundUp: !bounds.IncludesLower, position);
        var upper = Date(bounds.Upper, roundUp: bounds.IncludesUpper, position);
        return factory.Dates(target, lower, upper, bounds.IncludesLower || lower is null, bounds.IncludesUpper || upper is null);
    }

    private long? Date(string? text, bool roundUp, int? position)
    {
        if (text is null)
            return null;
        return DateMath.Parse(text, now, roundUp)
            ?? throw new QuerySyntaxException($"'{text}' is no time; write 2026-01-31T12:00:00Z, or less of it, or now-1h", position);
    }

    private TQuery Longs(FieldTarget target, RangeBounds bounds, int position)
    {
        var lower = Number(bounds.Lower, position);
        var upper = Number(bounds.Upper, position);
        if (lower is { } low)
            lower = bounds.IncludesLower ? Math.Ceiling(low) : Math.Floor(low) + 1;
        if (upper is { } high)
            upper = bounds.IncludesUpper ? Math.Floor(high) : Math.Ceiling(high) - 1;
        if (lower > long.MaxValue || upper < long.MinValue)
            return factory.None;
        return factory.Longs(target, lower is null ? null : Clamp(lower.Value), upper is null ? null : Clamp(upper.Value));
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

    private static double? Real(string? text, int position)
    {
        if (text is null)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new QuerySyntaxException($"'{text}' is not a number", position);
    }

    private static string? Address(string? text, int position) => text is null || IpKey.Of(text) is not null
        ? text
        : throw new QuerySyntaxException($"'{text}' is not an address", position);

    private static RangeBounds Lower(RangeBounds bounds) =>
        bounds with { Lower = bounds.Lower?.ToLowerInvariant(), Upper = bounds.Upper?.ToLowerInvariant() };
}
