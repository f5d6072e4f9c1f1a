namespace Snowtrail.Indexer.Documents;

/// <summary>One leaf of a flattened object; the value is text, a number or a time, and null is left out.</summary>
internal readonly record struct FlatEntry(string Key, object? Value);
