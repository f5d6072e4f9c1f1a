namespace Snowtrail.Ledger;

/// <summary>
/// Records that were durable cannot be read as they were written. Nothing has been changed on disk; the message names file, offset and
/// sequence and says what to do.
/// </summary>
public sealed class LedgerCorruptException : LedgerException
{
    internal LedgerCorruptException(string file, long offset, long sequence, string fault)
        : base($"ledger corrupt: {file} at offset {offset}, sequence {sequence}: {fault}. Nothing was changed. Stop here, keep a copy of the " +
            "directory as evidence, and restore this file from a backup or replica; check the disk before writing to it again. " +
            "To go on recording meanwhile, start with another, empty data directory.")
    {
        File = file;
        Offset = offset;
        Sequence = sequence;
    }

    /// <summary>Full path of the file.</summary>
    public string File { get; }

    /// <summary>Byte offset within it where the first bad frame (or header) starts.</summary>
    public long Offset { get; }

    /// <summary>The sequence that was expected there.</summary>
    public long Sequence { get; }
}
