using Snowtrail.Indexer.Embedded;
using Snowtrail.Ledger;

namespace Snowtrail.App.Run;

/// <summary>Whether the product can do its job now, in words an operator can act on.</summary>
internal sealed class HealthReport(Ledger.Ledger ledger, EmbeddedIndex index, LedgerEdge edge)
{
    private const long LagMax = 100_000;

    internal static IEnumerable<string> LedgerFaults(Ledger.Ledger ledger) => ledger.Health is { State: not LedgerState.Ready } health
        ? [$"the ledger does not take records, so statements are refused: {health.Reason}"]
        : [];

    internal long RecordsInFlight => edge.InFlight;

    /// <summary>What is wrong, a line each; empty when ready.</summary>
    internal IReadOnlyList<string> Faults()
    {
        List<string> faults = [];
        faults.AddRange(LedgerFaults(ledger));
        var indexHealth = index.Health;
        if (!indexHealth.Ready)
        {
            faults.Add($"the index does not take documents, records wait in the ledger: {indexHealth.Reason}");
        }

        if (edge.InFlight > LagMax)
        {
            faults.Add($"{edge.InFlight} records wait to be indexed");
        }

        return faults;
    }
}
