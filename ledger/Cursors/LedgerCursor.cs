using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Snowtrail.Ledger.Files;
using Snowtrail.Ledger.Format;

namespace Snowtrail.Ledger.Cursors;

/// <summary>
/// A named, durable place in the ledger: how far a reader has got. It only moves forward. What was moved is written within the flush interval
/// and when the cursor is disposed; after a crash it may lie behind, never ahead.
/// </summary>
public sealed partial class LedgerCursor : IAsyncDisposable
{
    private const string Folder = "cursors", Magic = "snowtrail-cursor 1 ";
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly string _path;
    private readonly TimeSpan _flushInterval;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private long _next;
    private long _flushed;
    private bool _scheduled;

    private LedgerCursor(string path, long next, TimeSpan flushInterval, TimeProvider time, ILogger log)
    {
        (_path, _next, _flushed, _flushInterval, _log) = (path, next, next, flushInterval, log);
        _timer = time.CreateTimer(_ => FlushScheduled(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The sequence to read next.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>The place that is on stable storage.</summary>
    public long Flushed => Volatile.Read(ref _flushed);

    /// <summary>Moves forward; a place at or behind the present one changes nothing.</summary>
    public void Advance(long next)
    {
        lock (_gate)
        {
            if (next <= _next)
                return;
            Volatile.Write(ref _next, next);
            if (_scheduled)
                return;
            _scheduled = true;
            _timer.Change(_flushInterval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes the present place to stable storage.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task FlushAsync()
    {
        await _writing.WaitAsync();
        try
        {
            Write();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes what was moved. When the disk does not take it, that is logged; the records come once more after the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        try
        {
            await FlushAsync();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogFlushFailed(fault, _path);
        }
    }

    internal static LedgerCursor Open(string directory, string name, long durableNext, TimeSpan flushInterval, TimeProvider time, ILogger log)
    {
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ArgumentException("a cursor's name is 1 to 64 characters of a-z, 0-9 and hyphen", nameof(name));
        ArgumentOutOfRangeException.ThrowIfLessThan(flushInterval, TimeSpan.Zero);
        var folder = Path.Combine(directory, Folder);
        PrivateDirectory.Create(folder);
        var path = Path.Combine(folder, name);
        var next = File.Exists(path) ? Parse(path, File.ReadAllText(path)) : 0;
        if (next > durableNext)
            throw new LedgerCorruptException(path, 0, next, $"the cursor is ahead of the ledger, which ends before sequence {durableNext}");
        return new(path, next, flushInterval, time, log);
    }

    private static long Parse(string path, string text)
    {
        var parts = text.TrimEnd('\n').Split(' ');
        if (parts.Length == 4 && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var next) && Format(next) == text)
            return next;
        throw new LedgerCorruptException(path, 0, 0, "the cursor's file is damaged (deleting it makes its reader start from the beginning)");
    }

    private static string Format(long next)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{Magic}{next}");
        return string.Create(CultureInfo.InvariantCulture, $"{body} {Crc32C.Compute(Encoding.ASCII.GetBytes(body)):x8}\n");
    }

    private void FlushScheduled()
    {
        lock (_gate)
            _scheduled = false;
        // A write in progress may have missed the last move: look again an interval later
        if (!_writing.Wait(0))
        {
            Reschedule();
            return;
        }
        try
        {
            Write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogFlushFailed(fault, _path);
            Reschedule();
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Reschedule()
    {
        lock (_gate)
        {
            if (_scheduled)
                return;
            _scheduled = true;
            _timer.Change(_flushInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Write()
    {
        var next = Next;
        if (next == Flushed)
            return;
        var temporary = _path + ".new";
        using (var file = DiskFiles.Instance.Create(temporary))
        {
            file.Write(0, Encoding.ASCII.GetBytes(Format(next)));
            file.Flush();
        }
        File.Move(temporary, _path, overwrite: true);
        DirectoryFlush.Run(Path.GetDirectoryName(_path)!);
        Volatile.Write(ref _flushed, next);
    }

    [LoggerMessage(20, LogLevel.Warning, "The cursor {File} could not be written; its records may be read once more after a restart")]
    private partial void LogFlushFailed(Exception fault, string file);
}
