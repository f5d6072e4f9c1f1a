using System.Buffers;
using Snowtrail.Schemas;
using AuditLedger = Snowtrail.Ledger.Ledger;

namespace Snowtrail.Proxy.Recording;

/// <summary>Puts audit records into the ledger. What returned is durable.</summary>
internal sealed class AuditLog(AuditLedger ledger, TimeProvider time)
{
    public string GatewayId => ledger.GatewayId;

    public bool Writable => ledger.Health.State == Snowtrail.Ledger.LedgerState.Ready;

    public long DurableNext => ledger.DurableNext;

    /// <exception cref="Snowtrail.Ledger.LedgerUnavailableException">The record is not durable.</exception>
    public async Task<long> AppendAsync(string subject, IAuditEventBody body) =>
        await ledger.AppendAsync(new Draft(ledger.GatewayId, time.GetUtcNow(), subject, body), Encode);

    private static void Encode(Draft draft, long sequence, IBufferWriter<byte> output) =>
        new AuditEvent
        {
            Id = $"{draft.GatewayId}-{sequence:D12}",
            GatewayId = draft.GatewayId,
            Sequence = sequence,
            Time = draft.Time,
            Subject = draft.Subject,
            Body = draft.Body,
        }.WriteAvro(output);

    private sealed record Draft(string GatewayId, DateTimeOffset Time, string Subject, IAuditEventBody Body);
}
