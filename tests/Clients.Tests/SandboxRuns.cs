using System.Text.Json.Nodes;

namespace Snowtrail.Clients.Tests;

/// <summary>The sandbox knows one user; scripts are written for any.</summary>
internal static class SandboxRuns
{
    internal static Task<IReadOnlyList<JsonObject>> RunSandboxAsync(this DriverScript script, params string[] more) => script.AsUser("sandbox").RunAsync(more);
}
