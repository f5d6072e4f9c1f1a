namespace Snowtrail.Proxy.Recording;

/// <summary>An entry of a session's recording, with its content.</summary>
/// <param name="Entry">What it is.</param>
/// <param name="At">When it began.</param>
/// <param name="Offset">The same, from the session's first entry.</param>
/// <param name="Took">From its first byte to its last.</param>
/// <param name="Bytes">Size of the whole content as delivered.</param>
/// <param name="Digest">SHA-256 of the whole content as delivered, lower-case hex.</param>
/// <param name="Truncated">Whether <paramref name="Content"/> lacks bytes, because a bound was hit or the disk did not take them.</param>
/// <param name="Content">The recorded bytes; when they are whole, they match the digest.</param>
public sealed record RecordedEntry(
    RecordingEntry Entry, DateTimeOffset At, TimeSpan Offset, TimeSpan Took, long Bytes, string Digest, bool Truncated, ReadOnlyMemory<byte> Content);
