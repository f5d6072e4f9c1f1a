namespace Snowtrail.Proxy.Recording;

/// <summary>The writer's side of one content.</summary>
internal sealed class RecordingContent(RecordingEntry entry, DateTimeOffset at)
{
    private int _truncated;

    public RecordingEntry Entry { get; } = entry;

    public DateTimeOffset At { get; } = at;

    public List<StoredPart> Parts { get; } = [];

    /// <summary>Set before the end is queued.</summary>
    public string Digest { get; set; } = "";

    public long Bytes { get; set; }

    public TimeSpan Took { get; set; }

    /// <summary>The whole content lies in one piece, so that a copy of it may already be stored.</summary>
    public bool IsOnePiece { get; set; }

    public bool Truncated => Volatile.Read(ref _truncated) == 1;

    /// <summary>Completes when the entry is written; fails when a piece or the entry was not, though no bound forbade it.</summary>
    public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Truncate() => Volatile.Write(ref _truncated, 1);

    /// <summary>A piece could not be stored, so that no later one is. Known to the writer alone.</summary>
    public bool IsClosed { get; private set; }

    public void Close()
    {
        IsClosed = true;
        Truncate();
    }

    public void Fail(Exception fault)
    {
        Close();
        Written.TrySetException(fault);
        _ = Written.Task.Exception;
    }
}
