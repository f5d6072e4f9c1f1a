using System.Text.Json.Serialization;

namespace Snowtrail.Proxy.Recording;

/// <summary>One line of a session's <c>index.jsonl</c>. Times are microseconds.</summary>
internal sealed record IndexLine(
    RecordingKind Kind,
    long AtMicros,
    long TookMicros,
    string RequestId,
    string? QueryId,
    int? Chunk,
    string ContentType,
    long Bytes,
    string Sha256,
    bool Truncated,
    IReadOnlyList<StoredPart> Parts);

/// <summary>Where a piece of a content lies: one zstd frame.</summary>
/// <param name="Segment">Number of the segment file.</param>
/// <param name="Offset">Byte offset in it.</param>
/// <param name="Stored">Compressed bytes.</param>
/// <param name="Bytes">Bytes after decompression.</param>
internal sealed record StoredPart(int Segment, long Offset, int Stored, int Bytes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(IndexLine))]
internal sealed partial class IndexLineJson : JsonSerializerContext;
