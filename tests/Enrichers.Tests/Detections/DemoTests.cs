using Snowtrail.Enrichers.Jobs;
using Snowtrail.Enrichers.Tests.Support;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Detections;

public class DemoTests
{
    private static readonly EnricherOptions Options = new() { Jobs = JobCatalog.Parse(SampleJobs.Yaml).Catalog };

    [Fact]
    public void Exfiltration_FewDozenStatements_RaisesAllThree()
    {
        var script = new Script().RunAll(Statements.Exfiltration.Select(one => one with { Claims = new() { ["query_tag"] = "finance-close" } }));

        var made = script.Enriched(Options);

        Assert.Equal(["COL-03", "COL-11", "EXF-01"], made.FiredRules());
        var chain = made.Alerts().Single(alert => alert.RuleId == "EXF-01");
        Assert.Equal(99, chain.Severity);
        Assert.Equal("refused by files", chain.Decision);
        Assert.Equal(["listed objects", "made the stage @SHOP.PUBLIC.TMP_X7", "unloaded to @SHOP.PUBLIC.TMP_X7", "fetched files from @SHOP.PUBLIC.TMP_X7"],
            chain.Evidence.Select(step => step.Step).Where(step => !step.StartsWith("looked", StringComparison.Ordinal)));
        Assert.Equal("held, expired", made.Alerts().Single(alert => alert.Objects.Contains("SHOP.PUBLIC.CUSTOMERS") && alert.RuleId == "COL-11" && alert.Evidence[0].Outcome.StartsWith("held", StringComparison.Ordinal)).Evidence[0].Outcome);
        Assert.All(made.Statements(), statement => Assert.Equal(Trust.Claimed, statement.Job!.Trust));
    }

    [Fact]
    public void OrdinaryJobs_ThreeDays_NoAlert_LowRisk()
    {
        var script = new Script();
        var report = Statements.SmallLook with { Agent = "reporting-bot", Job = Script.Configured("nightly-report"), Sql = "select status, count(*) from orders", Flags = ["AGGREGATES"], Rows = 4 };
        var finance = Statements.SmallLook with { Agent = "finance-bot", Job = Script.Configured("finance-close"), Reads = ["SHOP.PUBLIC.CARDS", "SHOP.PUBLIC.ORDERS"], Flags = ["AGGREGATES"], Rows = 50, Bytes = 3_000 };
        var change = new Attempt { Agent = "deploy-bot", Job = Script.Configured("schema-change"), Class = StatementClass.Ddl, Verb = "CREATE TABLE", Writes = ["SHOP.PUBLIC.ORDER_TOTALS"] };
        for (var day = 0; day < 3; day++)
        {
            for (var at = 0; at < 30; at++)
                script.RunAll([report with { Rows = 4 + at }, finance, change]);
            script.Now += TimeSpan.FromHours(23);
        }

        var made = script.Enriched(Options);

        Assert.Empty(made.Alerts());
        Assert.All(made.Statements(), statement => Assert.InRange(statement.Risk.Score, 0, 20));
    }

    [Fact]
    public void Repetition_SameAlert_ToldAtDoubling()
    {
        var script = new Script().RunAll(Enumerable.Repeat(Statements.AllCustomersHeld, 40));

        var told = script.Enriched().Select(one => one.Body).OfType<Alert>().ToArray();

        Assert.Single(told.Select(alert => alert.AlertId).Distinct());
        Assert.Equal(["1", "2", "4", "8", "16", "32"], told.Where(alert => alert.Decision == "held").Select(alert => alert.Observed["hits"]));
        Assert.Equal(["1", "2", "4", "8", "16", "32"], told.Where(alert => alert.Decision == "held, expired").Select(alert => alert.Observed["hits"]));
        Assert.Equal(20, told[^1].Evidence.Count);
        Assert.Equal(told[^1].Time, told.Max(alert => alert.Time));
    }

    [Fact]
    public void Repetition_OtherAgentOrDay_OtherAlert()
    {
        var script = new Script();
        script.Run(Statements.AllCustomersHeld);
        script.Run(Statements.AllCustomersHeld with { Agent = "other" });
        script.Now += TimeSpan.FromDays(1);
        script.Run(Statements.AllCustomersHeld);

        Assert.Equal(3, script.Enriched().Alerts().Count);
    }

    [Fact]
    public void WholePiiRead_Approved_IsLearned()
    {
        var script = new Script();
        script.Run(Statements.AllCustomersHeld with { Approval = ApprovalOutcome.Approved, Outcome = StatementOutcome.Success, Rows = 20_000 });
        script.Run(Statements.AllCustomersHeld);

        var first = script.Enriched().Statements();

        Assert.Single(first[0].Detections);
        Assert.Empty(first[1].Detections);
    }

    [Fact]
    public void WholePiiRead_AllowedOnThreeDays_IsLearned_AttemptsAreNot()
    {
        var script = new Script();
        for (var day = 0; day < 4; day++)
        {
            script.Run(Statements.AllCustomers);
            script.Run(Statements.AllCustomers);
            script.Now += TimeSpan.FromDays(1);
        }

        for (var day = 0; day < 4; day++)
        {
            script.Run(Statements.AllCustomersHeld with { Agent = "other" });
            script.Now += TimeSpan.FromDays(1);
        }

        var made = script.Enriched().Statements();

        Assert.Equal([1, 1, 1, 1, 1, 0, 0, 0], made.Take(8).Select(one => one.Detections.Count(hit => hit.RuleId == "COL-11")));
        Assert.All(made.Skip(8), one => Assert.Contains(one.Detections, hit => hit.RuleId == "COL-11"));
    }

    [Fact]
    public void StageAndGet_AnyOrderOfTheSteps_SameAlert()
    {
        Attempt[] steps = [Statements.MakeStage, Statements.Unload, Statements.Get];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        var script = new Script().RunAll(steps);
        var alerts = orders.Select(order =>
            new Enricher(new()).ApplyAll(order.SelectMany(at => script.Events.Skip(at * 2).Take(2))).Alerts().Single(alert => alert.RuleId == "EXF-01"));

        Assert.Single(alerts.Select(alert => (alert.AlertId, alert.Score, Steps: string.Join('>', alert.Evidence.Select(step => step.Step)))).Distinct());
    }
}
