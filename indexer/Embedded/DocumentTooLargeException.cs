namespace Snowtrail.Indexer.Embedded;

/// <summary>A document is over the limit; its record is parked.</summary>
internal sealed class DocumentTooLargeException(int bytes, int bytesMax)
    : Exception($"the document has {bytes} bytes, more than the {bytesMax} that are indexed");
