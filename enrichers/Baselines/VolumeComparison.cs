namespace Snowtrail.Enrichers.Baselines;

/// <summary>A result against the history of its agent, in standard deviations of <c>ln(1 + x)</c>.</summary>
/// <param name="Known">The history is long enough to compare with.</param>
/// <param name="History">Results in the history.</param>
/// <param name="Rows">Of the number of rows.</param>
/// <param name="Bytes">Of the number of bytes.</param>
/// <param name="Above">The larger one, of what lies above its floor; else 0.</param>
/// <param name="Unusual">Above the threshold: contributes to the risk, and is not learned from.</param>
internal sealed record VolumeComparison(bool Known, long History, double Rows, double Bytes, double Above, bool Unusual);
