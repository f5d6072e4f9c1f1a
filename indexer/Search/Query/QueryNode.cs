namespace Snowtrail.Indexer.Search.Query;

/// <summary>A part of a query. A null field means the fields that are searched by default.</summary>
internal abstract record QueryNode(int Position);

/// <summary>Every document.</summary>
internal sealed record AllNode(int Position) : QueryNode(Position);

/// <summary>Parts joined by their occurrence.</summary>
internal sealed record GroupNode(IReadOnlyList<QueryClause> Clauses, int Position) : QueryNode(Position);

/// <summary>A word.</summary>
internal sealed record TermNode(string? Field, string Text, int Position) : QueryNode(Position);

/// <summary>Words in a row, at most <paramref name="Slop"/> moves apart.</summary>
internal sealed record PhraseNode(string? Field, string Text, int Slop, int Position) : QueryNode(Position);

/// <summary>A pattern of <c>*</c> and <c>?</c>; escapes are still in it.</summary>
internal sealed record WildcardNode(string? Field, string Raw, int Position) : QueryNode(Position);

/// <summary>A regular expression in Lucene's syntax.</summary>
internal sealed record RegexNode(string? Field, string Pattern, int Position) : QueryNode(Position);

/// <summary>A word with some edits; null: as many as suit its length.</summary>
internal sealed record FuzzyNode(string? Field, string Text, int? Edits, int Position) : QueryNode(Position);

/// <summary>Between two bounds.</summary>
internal sealed record RangeNode(string? Field, RangeBounds Bounds, int Position) : QueryNode(Position);

/// <summary>The field has a value.</summary>
internal sealed record ExistsNode(string Field, int Position) : QueryNode(Position);
