namespace Snowtrail.Proxy.Recording;

/// <summary>One content that is recorded while it passes. Used by one caller at a time; dispose it when it was not completed (the entry is then truncated).</summary>
public interface IRecordingStream : IDisposable
{
    /// <summary>The next bytes as delivered. They are copied. Waits only when recording is required and the queue is full.</summary>
    /// <exception cref="RecordingUnavailableException">Recording is required and cannot be done.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default);

    /// <summary>Ends the content and returns its SHA-256, lower-case hex, over all bytes written, recorded or not.</summary>
    /// <exception cref="RecordingUnavailableException">Recording is required and cannot be done.</exception>
    ValueTask<string> CompleteAsync(CancellationToken cancellation = default);
}
