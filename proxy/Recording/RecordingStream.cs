using System.Buffers;
using System.Security.Cryptography;

namespace Snowtrail.Proxy.Recording;

/// <summary>Cuts a content into pieces while it passes, hashes all of it, and hands the pieces to the writer.</summary>
internal sealed class RecordingStream : IRecordingStream
{
    internal const int PieceBytes = 256 * 1024;
    private readonly RecordingStore _store;
    private readonly string _sessionId;
    private readonly RecordingContent _content;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long _started;
    private readonly int _pieceBytes;
    private byte[]? _piece;
    private int _filled;
    private long _kept;
    private bool _ended;

    /// <param name="store">Where to.</param>
    /// <param name="sessionId">Whose.</param>
    /// <param name="entry">What.</param>
    /// <param name="bytesExpected">Sizes the buffer, up to a piece.</param>
    public RecordingStream(RecordingStore store, string sessionId, RecordingEntry entry, int bytesExpected)
    {
        (_store, _sessionId, _pieceBytes) = (store, sessionId, Math.Clamp(bytesExpected, 1, PieceBytes));
        _content = new(entry, store.Time.GetUtcNow());
        _started = store.Time.GetTimestamp();
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _hash.AppendData(bytes.Span);
        _content.Bytes += bytes.Length;
        var keep = _content.Truncated ? 0 : (int)Math.Min(bytes.Length, _store.Options.ContentBytesMax - _kept);
        if (keep < bytes.Length)
            _content.Truncate();
        _kept += keep;
        for (var rest = bytes[..keep]; !rest.IsEmpty;)
        {
            _piece ??= ArrayPool<byte>.Shared.Rent(_pieceBytes);
            var room = Math.Min(_piece.Length, PieceBytes) - _filled;
            var taken = Math.Min(room, rest.Length);
            rest.Span[..taken].CopyTo(_piece.AsSpan(_filled));
            _filled += taken;
            rest = rest[taken..];
            if (taken == room && !await SendPieceAsync(cancellation))
                return;
        }
    }

    public async ValueTask<string> CompleteAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        _content.Digest = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _hash.Dispose();
        _content.Took = _store.Time.GetElapsedTime(_started);
        _content.IsOnePiece = _filled == _content.Bytes;
        if (_content.IsOnePiece && _filled > 0)
            await SendAsync(TakePiece(), cancellation);
        else
        {
            await SendPieceAsync(cancellation);
            await SendAsync(new(_sessionId, _content, null, 0), cancellation);
        }
        if (_store.Options.RequireRecording)
            await WaitWrittenAsync(cancellation);
        return _content.Digest;
    }

    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _content.Truncate();
        _content.Digest = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _hash.Dispose();
        _content.Took = _store.Time.GetElapsedTime(_started);
        if (_piece is not null)
            ArrayPool<byte>.Shared.Return(_piece);
        _piece = null;
        _store.Offer(new(_sessionId, _content, null, 0));
    }

    private ValueTask<bool> SendPieceAsync(CancellationToken cancellation) =>
        _filled > 0 ? SendAsync(TakePiece(), cancellation) : ValueTask.FromResult(true);

    private RecordingWork TakePiece()
    {
        var work = new RecordingWork(_sessionId, _content, _piece, _filled);
        (_piece, _filled) = (null, 0);
        return work;
    }

    private async ValueTask<bool> SendAsync(RecordingWork work, CancellationToken cancellation)
    {
        if (_store.Offer(work) || (_store.Options.RequireRecording && await _store.OfferAsync(work, cancellation)))
            return true;
        _content.Truncate();
        if (work.Buffer is not null)
            ArrayPool<byte>.Shared.Return(work.Buffer);
        _store.LeftOut(work);
        if (_store.Options.RequireRecording)
            throw new RecordingUnavailableException("the recording's queue is full");
        // A content in one piece goes with its end, so that the end is still owed
        if (_content.IsOnePiece && work.Buffer is not null)
            _store.Offer(work with { Buffer = null, Count = 0 });
        return false;
    }

    private async Task WaitWrittenAsync(CancellationToken cancellation)
    {
        try
        {
            await _content.Written.Task.WaitAsync(_store.Options.WaitMax, _store.Time, cancellation);
        }
        catch (Exception fault) when (fault is TimeoutException or IOException or UnauthorizedAccessException)
        {
            throw new RecordingUnavailableException($"the recording could not be written: {fault.Message}", fault);
        }
    }
}
