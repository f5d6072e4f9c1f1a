using Snowtrail.Enrichers.Tests.Support;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Detections;

/// <summary>An alert about a statement that waits for a person comes while there is something to decide, and says afterwards how it was decided.</summary>
public sealed class HeldAlertTests
{
    private static readonly Attempt Held = Statements.AllCustomersHeld with { Approval = null };

    [Theory]
    [InlineData(ApprovalOutcome.Denied, StatementOutcome.Refused, "held, denied by dora")]
    [InlineData(ApprovalOutcome.Approved, StatementOutcome.Success, "held, approved by dora")]
    [InlineData(ApprovalOutcome.Expired, StatementOutcome.Refused, "held, expired")]
    public void Alert_OfAHeldStatement_ComesBeforeTheDecisionAndAgainWithIt(ApprovalOutcome outcome, StatementOutcome ended, string decision)
    {
        var (script, enricher) = (new Script(), new Enricher(new()));
        var id = script.NextId();
        Assert.Empty(enricher.Apply(script.Add(Script.Requested(id, Held))));
        var early = Assert.IsType<Alert>(Assert.Single(enricher.Apply(script.Add(Script.ApprovalRequested(id, Held)))).Body);
        Assert.Equal(("COL-11", "held", "held"), (early.RuleId, early.Decision, Assert.Single(early.Evidence).Outcome));

        Assert.Empty(enricher.Apply(script.Add(Script.Decided(id, Held, outcome))));
        var made = enricher.Apply(script.Add(Script.Completed(id, Held with { Outcome = ended, Rows = 20_000 })));
        Assert.Single(made.Statements());
        var late = Assert.Single(made.Alerts());
        Assert.Equal((early.AlertId, decision, "1"), (late.AlertId, late.Decision, late.Observed["hits"]));
        Assert.Equal((id, decision), (Assert.Single(late.Evidence).StatementId, late.Evidence[0].Outcome));
        Assert.Equal(late.AlertId, made.Statements()[0].Detections.Single(one => one.RuleId == "COL-11").AlertId);
    }

    [Fact]
    public void Alert_OfASecondHold_IsSettledAlsoWhenTheFirstMadeItAHabit()
    {
        var (script, enricher) = (new Script(), new Enricher(new()));
        string[] ids = [script.NextId(), script.NextId()];
        foreach (var id in ids)
            enricher.ApplyAll([script.Add(Script.Requested(id, Held)), script.Add(Script.ApprovalRequested(id, Held))]);
        enricher.ApplyAll([script.Add(Script.Decided(ids[0], Held, ApprovalOutcome.Approved)), script.Add(Script.Completed(ids[0], Held with { Outcome = StatementOutcome.Success }))]);
        var last = enricher.ApplyAll([script.Add(Script.Decided(ids[1], Held, ApprovalOutcome.Denied)), script.Add(Script.Completed(ids[1], Held))]).Alerts();

        Assert.Equal("2", Assert.Single(last).Observed["hits"]);
        Assert.Equal(["held, approved by dora", "held, denied by dora"], last[0].Evidence.Select(step => step.Outcome));
    }

    [Fact]
    public void Alert_HeldOverARestart_IsSettledUnderTheSameId()
    {
        var (script, enricher) = (new Script(), new Enricher(new()));
        var id = script.NextId();
        var early = enricher.ApplyAll([script.Add(Script.Requested(id, Held)), script.Add(Script.ApprovalRequested(id, Held))]).Alerts();
        var late = Enricher.Restore(new(), enricher.Snapshot()).ApplyAll(
            [script.Add(Script.Decided(id, Held, ApprovalOutcome.Denied)), script.Add(Script.Completed(id, Held))]).Alerts();
        Assert.Equal(early.Single().AlertId, late.Single().AlertId);
        Assert.Equal("1", late.Single().Observed["hits"]);
    }

    [Fact]
    public void Alert_OfAHeldUnload_ComesWhileItWaits()
    {
        var (script, enricher) = (new Script(), new Enricher(new()));
        script.Run(Statements.MakeStage);
        enricher.ApplyAll(script.Events);
        var unload = Statements.Unload with { Decision = DecisionAction.RequireApproval, Reads = ["SHOP.PUBLIC.ORDERS"] };
        var id = script.NextId();
        var early = enricher.ApplyAll([script.Add(Script.Requested(id, unload)), script.Add(Script.ApprovalRequested(id, unload))]).Alerts();
        Assert.Equal("held", Assert.Single(early).Evidence[^1].Outcome);
        var late = enricher.ApplyAll([script.Add(Script.Decided(id, unload, ApprovalOutcome.Denied)), script.Add(Script.Completed(id, unload))]).Alerts();
        Assert.Equal("held, denied by dora", Assert.Single(late).Evidence[^1].Outcome);
        Assert.Equal(early[0].Evidence.Count, late[0].Evidence.Count);
    }
}
