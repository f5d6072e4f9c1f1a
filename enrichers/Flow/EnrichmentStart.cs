namespace Snowtrail.Enrichers.Flow;

/// <summary>
/// Where a flow begins: the stored snapshot, read once. The first flow that is materialised from it takes the state; a later one loads what was
/// stored by then.
/// </summary>
public sealed class EnrichmentStart
{
    private readonly EnrichmentSetup _setup;
    private Enricher? _enricher;

    private EnrichmentStart(EnrichmentSetup setup, Enricher enricher, long position) =>
        (_setup, _enricher, Sequence) = (setup, enricher, position + 1);

    /// <summary>The ledger sequence to read from: one after what the snapshot covers, or 0 when there is none that can be used.</summary>
    public long Sequence { get; }

    /// <summary>Reads the snapshot.</summary>
    public static EnrichmentStart Load(EnrichmentSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var (enricher, position) = EnricherRecovery.Load(setup);
        return new(setup, enricher, position);
    }

    internal (Enricher Enricher, long Position) Take() =>
        Interlocked.Exchange(ref _enricher, null) is { } loaded ? (loaded, Sequence - 1) : EnricherRecovery.Load(_setup);
}
