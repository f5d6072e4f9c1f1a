namespace Snowtrail.Indexer.Embedded;

/// <summary>The index cannot be opened: missing, damaged, or made by another version. The message says what to do.</summary>
public sealed class IndexUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
