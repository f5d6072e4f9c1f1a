using CsCheck;
using Snowtrail.Enrichers.Detections;
using Snowtrail.Enrichers.Risk;
using Snowtrail.Enrichers.Tests.Support;

namespace Snowtrail.Enrichers.Tests.Risk;

public class RiskScoreTests
{
    private static readonly Gen<RiskHit> Hit = Gen.Select(
        Gen.Int[0, RuleCatalog.Default.Rules.Count - 1].Select(at => RuleCatalog.Default.Rules[at]), Gen.Int[0, 5], Gen.Double[0, 100], Gen.Double[0, 1], Gen.Double[0.5, 2])
        .Select((rule, reason, weight, confidence, asset) => new RiskHit(rule, $"reason {reason}", weight, confidence, asset));

    [Fact]
    public void Compute_ThreeFamilies_NoisyOr()
    {
        var risk = RiskScore.Compute([Of("COL-01", 35), Of("EXF-02", 45), Of("DSC-06", 60)], 1);

        Assert.Equal(85.7, risk.Score);
        Assert.Equal("high", risk.Level);
        Assert.Equal(["DSC-06", "EXF-02", "COL-01"], risk.Inputs.Select(input => input.Rule));
    }

    [Fact]
    public void Compute_OneFamily_LargestInFullOthersAQuarter()
    {
        var risk = RiskScore.Compute([Of("COL-01", 20), Of("COL-03", 60), Of("COL-07", 40)], 1);

        Assert.Equal([60, 10, 5], risk.Inputs.Select(input => input.Contribution));
        Assert.Equal(65.8, risk.Score);
    }

    [Fact]
    public void Compute_Recorded_ReproduceTheScore() => Gen.Select(Hit.List[0, 40], Gen.Double[1, 1.75]).Sample(
        (hits, context) =>
        {
            var risk = RiskScore.Compute([.. hits], context);
            var rest = risk.Inputs.Aggregate(1.0, (left, input) => left * (1 - (input.Contribution / 100)));
            Assert.InRange(risk.Score - (100 * (1 - rest)), -0.01, 0.01);
            Assert.InRange(risk.Score, 0, 100);
            Assert.InRange(risk.Inputs.Count, 0, 20);
            Assert.Equal(hits.Count, risk.Inputs.Count + risk.InputsDropped);
            foreach (var family in risk.Inputs.GroupBy(input => input.Rule[..3]))
            {
                var largest = family.MaxBy(input => input.Contribution)!;
                Assert.InRange(largest.Contribution - Math.Min(100, largest.Weight * largest.Confidence * largest.Asset * largest.Context), -0.0051, 0.0051);
            }
        },
        iter: 500);

    [Fact]
    public void Compute_AnyOrder_Same() => Hit.List[1, 25].SelectMany(hits => Gen.Shuffle(hits.ToArray()).Select(order => (hits, order))).Sample(
        (hits, order) => Assert.Equal(RiskScore.Compute([.. hits], 1.25), RiskScore.Compute([.. order], 1.25)),
        iter: 200);

    [Fact]
    public void Enriched_EveryStatement_ReproducesItsScore() => AuditGen.Ordered(30).Sample(
        script =>
        {
            foreach (var statement in script.Enriched().Statements())
                Assert.InRange(statement.Risk.Score - RiskScore.Combine(statement.Risk.Inputs), -0.01, 0.01);
        },
        iter: 50);

    [Theory]
    [InlineData(19.99, "unknown")]
    [InlineData(20, "low")]
    [InlineData(40, "moderate")]
    [InlineData(70, "high")]
    [InlineData(90, "critical")]
    public void Level_Bounds(double score, string level) => Assert.Equal(level, RiskScore.Level(score));

    private static RiskHit Of(string rule, double weight) => new(RuleCatalog.Default.Find(rule)!, "because", weight);
}
