using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Risk;

/// <summary>
/// The score of a statement: contributions of independent observations as a noisy-or, so that it never passes 100, does not depend on order, and
/// no further hit lowers it. What is recorded reproduces it.
/// </summary>
internal static class RiskScore
{
    public const int InputsMax = 20;
    private const double RestOfFamily = 0.25;

    public static Schemas.Risk Compute(List<RiskHit> hits, double context)
    {
        if (hits.Count == 0)
            return new() { Score = 0, Level = Level(0) };
        var inputs = new List<RiskInput>(hits.Count);
        hits.Sort((left, right) => Order(left.Contribution(context), right.Contribution(context), left.Rule.Id, right.Rule.Id, left.Reason, right.Reason));
        for (var at = 0; at < hits.Count; at++)
        {
            var hit = hits[at];
            inputs.Add(new()
            {
                Rule = hit.Rule.Id,
                Reason = hit.Reason,
                Weight = hit.Weight,
                Confidence = hit.Confidence,
                Asset = hit.Asset,
                Context = context,
                Contribution = Math.Round(hit.Contribution(context) * (FamilySeen(hits, at) ? RestOfFamily : 1), 2),
            });
        }

        inputs.Sort((left, right) => Order(left.Contribution, right.Contribution, left.Rule, right.Rule, left.Reason, right.Reason));
        var dropped = Math.Max(0, inputs.Count - InputsMax);
        inputs.RemoveRange(inputs.Count - dropped, dropped);
        var score = Combine(inputs);
        return new() { Score = score, Level = Level(score), Inputs = inputs, InputsDropped = dropped };
    }

    /// <summary>The score that recorded contributions give.</summary>
    public static double Combine(IReadOnlyList<RiskInput> inputs)
    {
        var rest = 1.0;
        foreach (var input in inputs)
            rest *= 1 - (input.Contribution / 100);
        return Math.Round(100 * (1 - rest), 2);
    }

    public static string Level(double score) => score switch
    {
        < 20 => "unknown",
        < 40 => "low",
        < 70 => "moderate",
        < 90 => "high",
        _ => "critical",
    };

    private static bool FamilySeen(List<RiskHit> hits, int before)
    {
        for (var at = 0; at < before; at++)
            if (hits[at].Rule.Family == hits[before].Rule.Family)
                return true;
        return false;
    }

    private static int Order(double left, double right, string leftRule, string rightRule, string leftReason, string rightReason)
    {
        var order = right.CompareTo(left);
        order = order != 0 ? order : string.CompareOrdinal(leftRule, rightRule);
        return order != 0 ? order : string.CompareOrdinal(leftReason, rightReason);
    }
}
