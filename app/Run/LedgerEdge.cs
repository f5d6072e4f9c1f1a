using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Ledger;
using Snowtrail.Ledger.Cursors;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.App.Run;

/// <summary>The ledger as the beginning of a flow: records as audit events. What cannot be read is parked.</summary>
internal sealed class LedgerEdge(Ledger.Ledger ledger, IParkingLot parking, TimeProvider time)
{
    private const int InFlightMax = 10_000;
    private long _settled;
    private long _emitted;

    /// <summary>Records on their way from ledger to index, of <see cref="Source(long)"/>.</summary>
    internal long InFlight => Interlocked.Read(ref _emitted) - Interlocked.Read(ref _settled);

    /// <summary>For one process: the position belongs to the enrichment's snapshot, so a receipt only counts what is under way.</summary>
    internal Source<Tracked<AuditEvent>, NotUsed> Source(long fromSequence) =>
        Akka.Streams.Dsl.Source.From(() => ledger.ReadAsync(fromSequence))
            .Select(Count)
            .Via(Decoded());

    /// <summary>For another bus behind: the cursor moves over what is settled.</summary>
    internal Source<Tracked<AuditEvent>, NotUsed> Source(LedgerCursor cursor) => ledger.Source(cursor, InFlightMax).Via(Decoded());

    private Flow<Tracked<LedgerRecord>, Tracked<AuditEvent>, NotUsed> Decoded() =>
        Akka.Streams.Dsl.Flow.Create<Tracked<LedgerRecord>>()
            .SelectAsync(1, tracked => DecodeAsync(tracked).AsTask())
            .Where(tracked => tracked is not null)
            .Select(tracked => tracked!);

    private Tracked<LedgerRecord> Count(LedgerRecord record)
    {
        Interlocked.Increment(ref _emitted);
        return new(record, new CountingReceipt(this));
    }

    // What is taken out of the flow here was settled before
    private async ValueTask<Tracked<AuditEvent>?> DecodeAsync(Tracked<LedgerRecord> tracked)
    {
        try
        {
            return tracked.With(AuditEvent.FromAvro(tracked.Value.Payload.Span));
        }
        catch (AvroFormatException broken)
        {
            await parking.ParkAsync(new ParkedRecord
            {
                Id = $"{ledger.GatewayId}-{tracked.Value.Sequence:D12}",
                Stage = "ledger",
                Reason = broken.Message,
                Time = time.GetUtcNow(),
                Payload = tracked.Value.Payload,
            });
            tracked.Receipt.Settle(Settlement.Parked);
            return null;
        }
    }

    private sealed class CountingReceipt(LedgerEdge edge) : IReceipt
    {
        private int _done;

        public void Settle(Settlement settlement)
        {
            if (Interlocked.Exchange(ref _done, 1) == 0)
            {
                Interlocked.Increment(ref edge._settled);
            }
        }
    }
}
