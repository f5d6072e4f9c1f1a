using Microsoft.Extensions.Logging;
using Snowtrail.Enrichers.State;

namespace Snowtrail.Enrichers.Flow;

/// <summary>An enricher as a flow begins with it.</summary>
internal static partial class EnricherRecovery
{
    /// <summary>From the stored snapshot, or a new one where none can be used; with the last ledger sequence that its state covers.</summary>
    public static (Enricher Enricher, long Position) Load(EnrichmentSetup setup)
    {
        if (setup.Store.Load() is not { } stored)
            return (new Enricher(setup.Enricher), -1);
        try
        {
            return (Enricher.Restore(setup.Enricher, stored.State), stored.Position);
        }
        catch (StateFormatException fault)
        {
            LogUnusable(setup.Logger, fault.Message);
            return (new Enricher(setup.Enricher), -1);
        }
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "The snapshot of the enrichment state cannot be used ({Reason}); the state is made anew from the beginning of the ledger")]
    private static partial void LogUnusable(ILogger logger, string reason);
}
