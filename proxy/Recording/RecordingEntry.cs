namespace Snowtrail.Proxy.Recording;

/// <summary>What is known of a content besides its bytes. The store adds time, size and digest.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="RequestId">The driver's requestId.</param>
/// <param name="ContentType">Media type of the bytes as recorded.</param>
/// <param name="QueryId">The warehouse's query id where it is known.</param>
/// <param name="Chunk">Index of the chunk; null for other kinds.</param>
public sealed record RecordingEntry(
    RecordingKind Kind, string RequestId, string ContentType, string? QueryId = null, int? Chunk = null);
