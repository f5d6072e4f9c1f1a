namespace Snowtrail.Ledger.Format;

/// <summary>What the bytes at a frame's place are.</summary>
internal enum FrameStatus
{
    /// <summary>A frame with the expected sequence and a true checksum.</summary>
    Whole,

    /// <summary>The beginning of one, as far as can be told.</summary>
    Incomplete,

    /// <summary>Not the frame that belongs here.</summary>
    Bad,
}
