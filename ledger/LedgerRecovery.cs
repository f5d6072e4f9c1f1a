namespace Snowtrail.Ledger;

/// <summary>What opening the ledger found and did.</summary>
/// <param name="NextSequence">The sequence that the next record gets; also the number of records held.</param>
/// <param name="Segments">Segment files found.</param>
/// <param name="CutBytes">Bytes of a torn tail that were cut from the last segment; zero when it ended cleanly.</param>
/// <param name="CutFile">The file that was cut (or removed, when not even its header was whole); null when none was.</param>
/// <param name="VerifiedBytes">Bytes whose frames were checked.</param>
/// <param name="Took">Time it took.</param>
public sealed record LedgerRecovery(
    long NextSequence, int Segments, long CutBytes, string? CutFile, long VerifiedBytes, TimeSpan Took);
