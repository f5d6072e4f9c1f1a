namespace Snowtrail.Indexer.Search;

/// <summary>The request cannot be answered and why; over HTTP a 400.</summary>
/// <param name="Message">One sentence for the person who typed it.</param>
/// <param name="Position">Character of the query where it went wrong, from 0; null when it is not the query.</param>
public sealed record SearchFault(string Message, int? Position = null) : SearchAnswer;
