using Snowtrail.Enrichers.Detections;
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
        foreach (var hit in hits)
            inputs.Add(Input(hit, context));
        inputs.Sort(Order);
        CapFamilies(inputs);
        inputs.Sort(Order);
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

    private static RiskInput Input(RiskHit hit, double context) => new()
    {
        Rule = hit.Rule.Id,
        Reason = hit.Reason,
        Weight = hit.Weight,
        Confidence = hit.Confidence,
        Asset = hit.Asset,
        Context = context,
        Contribution = Math.Round(Math.Clamp(hit.Weight * hit.Confidence * hit.Asset * context, 0, 100), 2),
    };

    // Largest first, so whatever follows one of its family is the rest
    private static void CapFamilies(List<RiskInput> inputs)
    {
        for (var at = inputs.Count - 1; at > 0; at--)
            if (FamilyBefore(inputs, at))
                inputs[at] = inputs[at] with { Contribution = Math.Round(inputs[at].Contribution * RestOfFamily, 2) };
    }

    private static bool FamilyBefore(List<RiskInput> inputs, int place)
    {
        var family = Rule.FamilyOf(inputs[place].Rule);
        for (var at = 0; at < place; at++)
            if (family.SequenceEqual(Rule.FamilyOf(inputs[at].Rule)))
                return true;
        return false;
    }

    private static int Order(RiskInput left, RiskInput right)
    {
        var order = right.Contribution.CompareTo(left.Contribution);
        order = order != 0 ? order : string.CompareOrdinal(left.Rule, right.Rule);
        order = order != 0 ? order : string.CompareOrdinal(left.Reason, right.Reason);
        order = order != 0 ? order : left.Weight.CompareTo(right.Weight);
        order = order != 0 ? order : left.Confidence.CompareTo(right.Confidence);
        return order != 0 ? order : left.Asset.CompareTo(right.Asset);
    }
}
