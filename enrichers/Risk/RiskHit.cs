using Snowtrail.Enrichers.Detections;

namespace Snowtrail.Enrichers.Risk;

/// <summary>A rule that matched, before its contribution is worked out.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Weight">Points of this observation, were it certain.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Asset">0.5 to 2.</param>
internal readonly record struct RiskHit(Rule Rule, string Reason, double Weight, double Confidence = 1, double Asset = 1);
