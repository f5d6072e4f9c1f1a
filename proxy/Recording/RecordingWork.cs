namespace Snowtrail.Proxy.Recording;

/// <summary>What the writer is asked to do for one content or one session, in order.</summary>
/// <param name="SessionId">Whose.</param>
/// <param name="Content">The content; null when the session is closed.</param>
/// <param name="Buffer">A pooled piece of the content; null when this ends the content or the session.</param>
/// <param name="Count">Bytes of it that count.</param>
internal sealed record RecordingWork(string SessionId, RecordingContent? Content, byte[]? Buffer, int Count);
