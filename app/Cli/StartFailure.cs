using System.Net.Sockets;
using Snowtrail.Indexer.Embedded;
using Snowtrail.Ledger;

namespace Snowtrail.App.Cli;

/// <summary>Turns what can go wrong at start into a line that says what to do; null for what nobody expected.</summary>
internal static class StartFailure
{
    internal static string? Explain(Exception failure) => failure switch
    {
        LedgerLockedException or IndexLockedException => $"another process runs on this data directory: {failure.Message}",
        LedgerCorruptException or IndexUnreadableException => failure.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{failure.Message} Choose another with --listen, --console or --health.",
        SocketException or IOException or UnauthorizedAccessException => failure.Message,
        ArgumentException => failure.Message,
        _ => null,
    };
}
