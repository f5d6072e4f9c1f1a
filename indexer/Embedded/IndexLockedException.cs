namespace Snowtrail.Indexer.Embedded;

/// <summary>Another process writes to the index.</summary>
public sealed class IndexLockedException(string message, Exception? inner = null) : Exception(message, inner);
