namespace Snowtrail.Enrichers.Flow;

/// <summary>Keeps the newest snapshot of an enricher's state.</summary>
public interface IEnricherStateStore
{
    /// <summary>The snapshot and the last ledger sequence it covers; null when there is none that can be read.</summary>
    (long Position, byte[] State)? Load();

    /// <summary>Replaces the snapshot, durably, as a whole or not at all.</summary>
    /// <exception cref="IOException">The disk does not take it; the earlier snapshot stays.</exception>
    void Save(long position, byte[] state);
}
