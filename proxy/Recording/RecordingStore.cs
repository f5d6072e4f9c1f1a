using System.Buffers;
using Microsoft.Extensions.Logging;
using ZstdSharp;
using Snowtrail.Proxy.Identity;

namespace Snowtrail.Proxy.Recording;

/// <summary>
/// Keeps what sessions asked and what was delivered to them, byte for byte: zstd pieces in segments, found by an index for each session.
/// Contents are named by the SHA-256 of what was delivered, which the ledger's records carry. Callers only copy and hash; one task compresses
/// and writes. All members may be used from any thread.
/// </summary>
public sealed partial class RecordingStore : IAsyncDisposable
{
    private const int CompressionLevel = 3;
    private readonly RecordingQueue _queue;
    private readonly Dictionary<string, SessionWriter> _sessions = [];
    private readonly Compressor _compressor = new(CompressionLevel);
    private readonly byte[] _compressed = new byte[Compressor.GetCompressBound(RecordingStream.PieceBytes)];
    private readonly ILogger _log;
    private readonly Task _writer;
    private long _leftOut;
    private long _failures;
    private long _uses;

    private RecordingStore(RecordingOptions options, TimeProvider time, ILogger log)
    {
        (Options, Time, _log) = (options, time, log);
        _queue = new(options.QueueBytesMax, options.QueueItemsMax);
        _writer = Task.Run(RunAsync);
    }

    /// <summary>Pieces and entries that were left out because the queue was full, since the start.</summary>
    public long LeftOutCount => Interlocked.Read(ref _leftOut);

    /// <summary>Pieces and entries that the disk did not take, since the start.</summary>
    public long FailureCount => Interlocked.Read(ref _failures);

    internal RecordingOptions Options { get; }

    internal TimeProvider Time { get; }

    /// <summary>Opens the directory of the recordings.</summary>
    /// <exception cref="ArgumentException">The options are not valid; all faults are listed.</exception>
    public static RecordingStore Open(RecordingOptions options, TimeProvider time, ILogger log)
    {
        options.Validate();
        PrivateFiles.CreateDirectory(options.Directory);
        return new(options, time, log);
    }

    /// <summary>Records a content whole and returns its SHA-256, lower-case hex. The bytes are copied.</summary>
    /// <exception cref="ArgumentException">The session id is not 1 to 64 characters of A-Z, a-z, 0-9, _ and -.</exception>
    /// <exception cref="RecordingUnavailableException">Recording is required and cannot be done.</exception>
    public async ValueTask<string> AppendAsync(
        string sessionId, RecordingEntry entry, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        SessionIds.ThrowIfInvalid(sessionId);
        using var stream = new RecordingStream(this, sessionId, entry, content.Length);
        await stream.WriteAsync(content, cancellation);
        return await stream.CompleteAsync(cancellation);
    }

    /// <summary>Begins a content that is recorded while it passes.</summary>
    /// <exception cref="ArgumentException">The session id is not 1 to 64 characters of A-Z, a-z, 0-9, _ and -.</exception>
    public IRecordingStream Begin(string sessionId, RecordingEntry entry)
    {
        SessionIds.ThrowIfInvalid(sessionId);
        return new RecordingStream(this, sessionId, entry, RecordingStream.PieceBytes);
    }

    /// <summary>Lets go of a session's files after making them durable. A later entry opens them again.</summary>
    public void CloseSession(string sessionId)
    {
        SessionIds.ThrowIfInvalid(sessionId);
        Offer(new(sessionId, null, null, 0));
    }

    /// <summary>Writes what was handed in, makes it durable and closes all files.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.End();
        await _writer;
        _queue.Dispose();
        _compressor.Dispose();
    }

    internal bool Offer(RecordingWork work) => _queue.TryAdd(work);

    internal ValueTask<bool> OfferAsync(RecordingWork work, CancellationToken cancellation) =>
        _queue.AddAsync(work, Options.WaitMax, Time, cancellation);

    internal void LeftOut(RecordingWork work)
    {
        if (Interlocked.Increment(ref _leftOut) is 1 or 1000)
            LogLeftOut(work.SessionId, Options.QueueBytesMax);
    }

    private async Task RunAsync()
    {
        while (await _queue.TakeAsync() is { } work)
        {
            try
            {
                Process(work);
            }
            catch (Exception fault)
            {
                Interlocked.Increment(ref _failures);
                LogFailed(fault, work.SessionId);
                Close(work.SessionId, flush: false);
                if (work.Content is { } content)
                    GiveUp(work, content, fault);
            }
            finally
            {
                if (work.Buffer is not null)
                    ArrayPool<byte>.Shared.Return(work.Buffer);
            }
        }
        foreach (var sessionId in _sessions.Keys.ToList())
            Close(sessionId, flush: true);
    }

    private void Process(RecordingWork work)
    {
        if (work.Content is not { } content)
        {
            Close(work.SessionId, flush: true);
            return;
        }
        var session = OpenSession(work.SessionId);
        if (work.Buffer is { } piece && !Reuse(session, content))
            Store(session, content, piece.AsSpan(0, work.Count));
        if (work.Buffer is null || content.IsOnePiece)
            End(session, content);
    }

    // A content in one piece has no other work that would write its entry
    private void GiveUp(RecordingWork work, RecordingContent content, Exception fault)
    {
        content.Fail(fault);
        if (!content.IsOnePiece || work.Buffer is null)
            return;
        try
        {
            content.Parts.Clear();
            End(OpenSession(work.SessionId), content);
        }
        catch (Exception again)
        {
            LogFailed(again, work.SessionId);
            Close(work.SessionId, flush: false);
        }
    }

    // Pieces behind one that is missing would make a content that never was
    private void Store(SessionWriter session, RecordingContent content, ReadOnlySpan<byte> piece)
    {
        if (content.IsClosed)
            return;
        var stored = session.Store(_compressed.AsSpan(0, _compressor.Wrap(piece, _compressed)), piece.Length);
        if (stored is null)
            content.Close();
        else
            content.Parts.Add(stored);
    }

    private static bool Reuse(SessionWriter session, RecordingContent content)
    {
        if (!content.IsOnePiece || content.Truncated || session.Find(content.Digest) is not { } parts)
            return false;
        content.Parts.AddRange(parts);
        return true;
    }

    private static void End(SessionWriter session, RecordingContent content)
    {
        var entry = content.Entry;
        session.Append(new(
            entry.Kind, (content.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            content.Took.Ticks / TimeSpan.TicksPerMicrosecond, entry.RequestId, entry.QueryId, entry.Chunk, entry.ContentType,
            content.Bytes, content.Digest, content.Truncated, content.Parts));
        content.Written.TrySetResult();
    }

    private SessionWriter OpenSession(string sessionId)
    {
        if (!_sessions.TryGetValue(sessionId, out var session))
        {
            if (_sessions.Count >= Options.OpenSessionsMax)
                Close(_sessions.MinBy(open => open.Value.Used).Key, flush: true);
            session = new(Options.Directory, sessionId, Options);
            _sessions.Add(sessionId, session);
        }
        session.Used = ++_uses;
        return session;
    }

    private void Close(string sessionId, bool flush)
    {
        if (!_sessions.Remove(sessionId, out var session))
            return;
        using (session)
        {
            if (!flush)
                return;
            try
            {
                session.Flush();
            }
            catch (Exception fault)
            {
                Interlocked.Increment(ref _failures);
                LogFailed(fault, sessionId);
            }
        }
    }

    [LoggerMessage(30, LogLevel.Error, "The recording of session {SessionId} could not be written; its entries say what is missing")]
    private partial void LogFailed(Exception fault, string sessionId);

    [LoggerMessage(31, LogLevel.Warning, "The recording's queue of {QueueBytesMax} bytes is full; parts of session {SessionId} are left out")]
    private partial void LogLeftOut(string sessionId, long queueBytesMax);
}
