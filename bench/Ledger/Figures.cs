namespace Snowtrail.Bench.Ledger;

/// <summary>What a run came to.</summary>
internal sealed record Figures(double PerSecond, TimeSpan P50, TimeSpan P99, TimeSpan Cpu);
