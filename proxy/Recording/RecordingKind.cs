namespace Snowtrail.Proxy.Recording;

/// <summary>What a recorded content is.</summary>
public enum RecordingKind
{
    /// <summary>A statement as it was recorded in the ledger: secrets starred.</summary>
    Statement,

    /// <summary>The inline body of the answer.</summary>
    Inline,

    /// <summary>An external chunk, page or partition of the result.</summary>
    Chunk,

    /// <summary>An answer to the driver's polling.</summary>
    Poll,
}
