using System.Runtime.CompilerServices;
using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Ledger.Cursors;

/// <summary>The ledger's records as the beginning of a flow.</summary>
internal static class LedgerSource
{
    public static Source<Tracked<LedgerRecord>, NotUsed> Create(Ledger ledger, LedgerCursor cursor, int inFlightMax) =>
        (Source<Tracked<LedgerRecord>, NotUsed>)Akka.Streams.Dsl.Source.From(() => TrackAsync(ledger, cursor, inFlightMax)).Named("ledger");

    private static async IAsyncEnumerable<Tracked<LedgerRecord>> TrackAsync(
        Ledger ledger, LedgerCursor cursor, int inFlightMax, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var window = new InFlightWindow(cursor, inFlightMax);
        await foreach (var record in ledger.ReadAsync(window.Start, cancellation))
            yield return new(record, await window.OpenAsync(record.Sequence, cancellation));
    }
}
