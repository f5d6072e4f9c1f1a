using Snowtrail.Indexer.Embedded;
using Snowtrail.Ledger;

namespace Snowtrail.App.Run;

/// <summary>What keeps a part from doing its job now, in words an operator can act on; nothing when it does.</summary>
internal static class Readiness
{
    private const long LagMax = 100_000;

    internal static IEnumerable<string> Of(Ledger.Ledger ledger) => ledger.Health is { State: not LedgerState.Ready } health
        ? [$"the ledger does not take records, so statements are refused: {health.Reason}"]
        : [];

    internal static IEnumerable<string> Of(EmbeddedIndex index) => index.Health is { Ready: false } health
        ? [$"the index does not take documents, records wait in the ledger: {health.Reason}"]
        : [];

    internal static IEnumerable<string> Of(LedgerEdge edge) => edge.InFlight is > LagMax and var records ? [$"{records} records wait to be indexed"] : [];
}
