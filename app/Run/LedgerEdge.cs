using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Ledger;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.App.Run;

/// <summary>
/// The edge between ledger and enrichment in one process: records as audit events. The position belongs to the enrichment's snapshot, so a
/// receipt only counts what is under way.
/// </summary>
internal sealed class LedgerEdge(Ledger.Ledger ledger, IParkingLot parking, TimeProvider time)
{
    private long _settled;
    private long _emitted;

    /// <summary>Records on their way from ledger to index.</summary>
    internal long InFlight => Interlocked.Read(ref _emitted) - Interlocked.Read(ref _settled);

    internal Source<Tracked<AuditEvent>, NotUsed> Source(long fromSequence) =>
        Akka.Streams.Dsl.Source.From(() => ledger.ReadAsync(fromSequence))
            .SelectAsync(1, DecodeAsync)
            .Where(tracked => tracked is not null)
            .Select(tracked => tracked!)
            .Named("ledger");

    private async Task<Tracked<AuditEvent>?> DecodeAsync(LedgerRecord record)
    {
        try
        {
            var value = AuditEvent.FromAvro(record.Payload.Span);
            Interlocked.Increment(ref _emitted);
            return new Tracked<AuditEvent>(value, new CountingReceipt(this));
        }
        catch (AvroFormatException broken)
        {
            await parking.ParkAsync(new ParkedRecord
            {
                Id = $"{ledger.GatewayId}-{record.Sequence:D12}",
                Stage = "ledger",
                Reason = broken.Message,
                Time = time.GetUtcNow(),
                Payload = record.Payload,
            });
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
