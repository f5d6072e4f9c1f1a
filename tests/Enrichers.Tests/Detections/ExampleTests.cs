using Snowtrail.Enrichers.Detections;
using Snowtrail.Enrichers.Tests.Support;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Detections;

public class ExampleTests
{
    private static readonly EnricherOptions Options = new() { Jobs = ExampleFile.Jobs };

    public static TheoryData<string, string> All() =>
        [.. ExampleFile.All.SelectMany(file => file.Examples.Select(example => (file.Rule, example.Name)))];

    [Theory]
    [MemberData(nameof(All))]
    public void Example_Script_RaisesWhatItExpects(string rule, string name)
    {
        var example = Find(rule, name);

        var made = example.Script().Enriched(Options);

        var fired = made.FiredRules();
        Assert.Equal(example.Expect.Contains(rule), fired.Contains(rule));
        Assert.All(example.Expect, expected => Assert.Contains(expected, fired));
        var alert = made.Alerts().SingleOrDefault(one => one.RuleId == rule);
        if (example.Says is not null)
            Assert.Equal(example.Says, alert!.Decision);
        if (example.Score is { } score)
            Assert.Equal(score, alert!.Score);
        if (alert is not null)
            Assert.Contains(made.Statements(), statement => statement.Detections.Any(one => one.AlertId == alert.AlertId));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Example_NoiseOfOthersBetween_SameAlerts(string rule, string name)
    {
        var example = Find(rule, name);
        var noisy = new Script();
        foreach (var statement in example.Statements)
        {
            noisy.Now += TimeSpan.FromHours(statement.HoursLater);
            for (var time = 0; time < statement.Times; time++)
            {
                noisy.Run(Statements.AllOrders with { Agent = "someone-else", Reads = ["SHOP.PUBLIC.PARTS"] });
                noisy.Run(statement.Attempt());
                noisy.Add(new GatewayStopped { Reason = "noise" }, "gw1");
            }
        }

        var expected = example.Script().Enriched(Options).Alerts().Select(alert => (alert.AlertId, alert.Score, alert.Decision, alert.Summary));
        var made = noisy.Enriched(Options).Alerts().Select(alert => (alert.AlertId, alert.Score, alert.Decision, alert.Summary));
        Assert.Equal(expected, made);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Example_InShadow_RecordedWithoutAlertOrWeight(string rule, string name)
    {
        var example = Find(rule, name);
        var shadow = Options with { Rules = RuleCatalog.Default.With(RuleCatalog.Default.Find(rule)! with { Shadow = true }) };

        var made = example.Script().Enriched(shadow);

        Assert.DoesNotContain(made.Alerts(), alert => alert.RuleId == rule);
        var recorded = made.Statements().SelectMany(statement => statement.Detections).Any(one => one.RuleId == rule);
        Assert.Equal(example.Expect.Contains(rule), recorded);
        Assert.All(made.Statements().SelectMany(one => one.Risk.Inputs).Where(input => input.Rule == rule), input => Assert.Equal(0, input.Contribution));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Example_Disabled_NothingOfIt(string rule, string name)
    {
        var without = Options with { Rules = RuleCatalog.Default.With(RuleCatalog.Default.Find(rule)! with { Enabled = false }) };

        var made = Find(rule, name).Script().Enriched(without);

        Assert.DoesNotContain(made.Alerts(), alert => alert.RuleId == rule);
        Assert.DoesNotContain(made.Statements().SelectMany(one => one.Risk.Inputs), input => input.Rule == rule);
    }

    [Fact]
    public void Examples_EveryDetection_HasPositivesAndNegatives()
    {
        foreach (var rule in RuleCatalog.Default.Rules.Where(rule => rule.Kind == RuleKind.Detection))
        {
            var file = Assert.Single(ExampleFile.All, file => file.Rule == rule.Id);
            Assert.Contains(file.Examples, example => example.Expect.Contains(rule.Id));
            Assert.True(file.Examples.Count(example => example.Expect.Count == 0) * 2 >= file.Examples.Count - 1, $"{rule.Id} needs more negatives");
            Assert.NotEmpty(rule.Techniques);
            Assert.NotEqual("", rule.Action);
        }
    }

    private static Example Find(string rule, string name) =>
        ExampleFile.All.Single(file => file.Rule == rule).Examples.Single(example => example.Name == name);
}
