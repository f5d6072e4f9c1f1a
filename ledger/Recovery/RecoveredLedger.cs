using Snowtrail.Ledger.Files;

namespace Snowtrail.Ledger.Recovery;

/// <summary>What lay in the directory, after the torn tail was cut.</summary>
/// <param name="GatewayId">Of the segments, or the options' when there are none.</param>
/// <param name="Segments">First sequences, ascending.</param>
/// <param name="Last">The last segment, open for appending and flushed; null when there is none.</param>
/// <param name="LastBytes">Its size.</param>
/// <param name="Report">For people.</param>
internal sealed record RecoveredLedger(
    string GatewayId, IReadOnlyList<long> Segments, ISegmentFile? Last, long LastBytes, LedgerRecovery Report);
