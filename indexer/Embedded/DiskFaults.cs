namespace Snowtrail.Indexer.Embedded;

/// <summary>Tells a disk that refuses from a document that is at fault.</summary>
internal static class DiskFaults
{
    // Lucene closes its writer after a fault in the middle of a flush, and then says that it is disposed
    public static bool Is(Exception fault) => fault is IOException or UnauthorizedAccessException or ObjectDisposedException;
}
