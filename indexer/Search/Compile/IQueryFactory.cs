using System.Text.RegularExpressions;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>Makes an index's own queries. What a query means, and which values fit a field, is decided before: every index is asked for the same.</summary>
/// <typeparam name="TQuery">A query of that index.</typeparam>
internal interface IQueryFactory<TQuery>
{
    /// <summary>Every document.</summary>
    TQuery All { get; }

    /// <summary>No document.</summary>
    TQuery None { get; }

    /// <summary>What matches one of them, at least one of which there is.</summary>
    TQuery AnyOf(IReadOnlyCollection<TQuery> queries);

    /// <summary>Parts joined by their occurrence; a group that only excludes finds all the rest.</summary>
    TQuery Group(IReadOnlyList<(TQuery Query, Occurrence Occurrence)> clauses);

    /// <summary>A value of a keyword, boolean or flattened field, or one word of a text.</summary>
    TQuery Exact(FieldTarget target, string text);

    /// <summary>Words in a row, at least two, at most <paramref name="slop"/> moves apart.</summary>
    TQuery Phrase(FieldTarget target, IReadOnlyList<string> words, int slop);

    /// <summary>Values or words that match a pattern.</summary>
    TQuery Wildcard(FieldTarget target, WildcardPattern pattern, int position);

    /// <summary>Values or words that match an expression in Lucene's syntax, which has been checked.</summary>
    TQuery Regex(FieldTarget target, string pattern, Regex compiled, int position);

    /// <summary>Values or words at most so many edits away, one or two.</summary>
    TQuery Fuzzy(FieldTarget target, string text, int edits, int position);

    /// <summary>Documents with a value.</summary>
    TQuery Exists(FieldTarget target);

    /// <summary>Whole numbers, bounds included; null for an open side.</summary>
    TQuery Longs(FieldTarget target, long? lower, long? upper);

    /// <summary>Numbers; a null bound is open.</summary>
    TQuery Doubles(FieldTarget target, double? lower, double? upper, bool includesLower, bool includesUpper);

    /// <summary>Times in microseconds since 1970; a null bound is open.</summary>
    TQuery Dates(FieldTarget target, long? lower, long? upper, bool includesLower, bool includesUpper);

    /// <summary>Addresses; a null bound is open. The texts are addresses.</summary>
    TQuery Addresses(FieldTarget target, RangeBounds bounds);

    /// <summary>One address.</summary>
    TQuery Address(FieldTarget target, string address);

    /// <summary>A network such as <c>10.0.0.0/8</c>.</summary>
    TQuery Network(FieldTarget target, string network);

    /// <summary>Values or words in the order of their bytes.</summary>
    TQuery Texts(FieldTarget target, RangeBounds bounds);
}
