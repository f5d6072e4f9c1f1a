using Snowtrail.Enrichers.Detections;
using Snowtrail.Enrichers.Jobs;

namespace Snowtrail.Enrichers;

/// <summary>What an <see cref="Enricher"/> knows beforehand, and how much it remembers. Values out of range are refused when it is made.</summary>
public sealed record EnricherOptions
{
    /// <summary>The jobs file; empty by default.</summary>
    public JobCatalog Jobs { get; init; } = JobCatalog.Empty;

    /// <summary>Detection rules and risk factors; <see cref="RuleCatalog.Default"/> by default.</summary>
    public RuleCatalog Rules { get; init; } = RuleCatalog.Default;

    /// <summary>
    /// Tables that hold personal data, <c>DB.SCHEMA.NAME</c> without regard to case, <c>*</c> for any run of characters. The host takes them from
    /// the policy. Default: those of the sample database.
    /// </summary>
    public IReadOnlyList<string> PiiTables { get; init; } = ["SHOP.PUBLIC.CUSTOMERS", "SHOP.PUBLIC.EMPLOYEES"];

    /// <summary>Agents remembered; the one not seen for longest is forgotten first. 1 to 1,000,000; default 10,000.</summary>
    public int AgentsMax { get; init; } = 10_000;

    /// <summary>
    /// Statements that wait for their other half; the oldest is given up first, as a document without completion. 1 to 1,000,000; default 20,000.
    /// </summary>
    public int PendingMax { get; init; } = 20_000;

    /// <summary>Joined statements remembered, so that a late repetition makes nothing. 1 to 1,000,000; default 16,384.</summary>
    public int JoinedMax { get; init; } = 16_384;

    /// <summary>Gateways whose sequences are remembered. 1 to 10,000; default 256.</summary>
    public int GatewaysMax { get; init; } = 256;

    /// <summary>Tables and statement shapes remembered for each agent, each. 16 to 65,536; default 512.</summary>
    public int SeenMax { get; init; } = 512;

    /// <summary>Open alerts, stages and table habits remembered for each agent, each. 1 to 4,096; default 64.</summary>
    public int PerAgentMax { get; init; } = 64;

    internal void Validate()
    {
        Within(AgentsMax, 1, 1_000_000, nameof(AgentsMax));
        Within(PendingMax, 1, 1_000_000, nameof(PendingMax));
        Within(JoinedMax, 1, 1_000_000, nameof(JoinedMax));
        Within(GatewaysMax, 1, 10_000, nameof(GatewaysMax));
        Within(SeenMax, 16, 65_536, nameof(SeenMax));
        Within(PerAgentMax, 1, 4_096, nameof(PerAgentMax));
    }

    private static void Within(int value, int least, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
