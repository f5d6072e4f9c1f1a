using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;
using StatementClass = Snowtrail.Proxy.Sql.StatementClass;

namespace Snowtrail.Proxy.Tests.Policy;

public class PolicyEngineTests
{
    private static readonly SqlStatement Query = Some.Statement(StatementClass.Query, "SELECT", Some.Orders);
    private static readonly SqlStatement ReadsPii = Some.Statement(StatementClass.Query, "SELECT", Some.Customers);
    private static readonly SqlStatement Create = Some.Statement(StatementClass.Ddl, "CREATE TABLE");

    [Theory]
    [InlineData(null, Trust.None, DecisionAction.Deny)]
    [InlineData("nightly-report", Trust.Configured, DecisionAction.Deny)]
    [InlineData("schema-change", Trust.Claimed, DecisionAction.Deny)]
    [InlineData("schema-change", Trust.Configured, DecisionAction.Allow)]
    [InlineData("schema-change", Trust.Attested, DecisionAction.Allow)]
    public void Decide_SampleDdl_NeedsTheProvedJob(string? job, Trust trust, DecisionAction expected)
    {
        var verdict = Some.Decide(Some.Sample, Some.Analysis(Create), job, trust);
        Assert.Equal(expected, verdict.Action);
        if (expected == DecisionAction.Deny)
        {
            Assert.Equal("ddl-from-change-management", verdict.Rule);
            Assert.Equal(
                "SQL access control error:\nRefused by policy rule 'ddl-from-change-management': schema changes and grants are made by the "
                + "change-management pipeline only. Ask change-management@shop.example.",
                verdict.Message);
        }
    }

    [Theory]
    [InlineData("finance-close", Trust.Configured, false)]
    [InlineData("finance-close", Trust.Claimed, true)]
    [InlineData("nightly-report", Trust.Configured, true)]
    public void Decide_SampleQuery_MasksForAllButFinance(string job, Trust trust, bool masks)
    {
        var verdict = Some.Decide(Some.Sample, Some.Analysis(Query), job, trust);
        Assert.Equal(DecisionAction.Allow, verdict.Action);
        Assert.Equal(masks ? ["cards-for-finance-only"] : [], verdict.Masks.Select(mask => mask.Name));
    }

    [Fact]
    public void Decide_SamplePii_IsHeldAndADescribeIsNot()
    {
        var held = Some.Decide(Some.Sample, Some.Analysis(ReadsPii), "finance-close");
        Assert.Equal((DecisionAction.RequireApproval, "pii-needs-approval", TimeSpan.FromMinutes(15)), (held.Action, held.Rule, held.ExpiresAfter));

        var described = Some.Decide(Some.Sample, Some.Analysis(ReadsPii), "finance-close", describe: true);
        Assert.Equal((DecisionAction.Allow, "pii-needs-approval", null), (described.Action, described.Rule, described.ExpiresAfter));
        Assert.StartsWith("Describe only", described.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_InsertThatReadsPii_IsHeld() =>
        Assert.Equal(DecisionAction.RequireApproval, Some.Decide(Some.Sample, Some.Analysis(Some.Statement(StatementClass.Dml, "INSERT", Some.Customers))).Action);

    [Fact]
    public void Decide_BaseReadsBehindACopy_AreHeld()
    {
        var copy = Some.Statement(StatementClass.Query, "SELECT", Some.Orders) with { BaseReads = [Some.Orders, Some.Customers] };
        Assert.Equal(DecisionAction.RequireApproval, Some.Decide(Some.Sample, Some.Analysis(copy)).Action);
    }

    [Fact]
    public void Decide_ShortNameThatCouldBePii_IsHeld()
    {
        var analysis = Some.Analysis(Some.Statement(StatementClass.Query, "SELECT", new ObjectName(null, null, "CUSTOMERS")));
        Assert.Equal(DecisionAction.RequireApproval, Some.Decide(Some.Sample, analysis).Action);
    }

    [Fact]
    public void Decide_SeveralStatements_TakesTheStrictest()
    {
        Assert.Equal(DecisionAction.RequireApproval, Some.Decide(Some.Sample, Some.Analysis(Query, ReadsPii)).Action);
        Assert.Equal(DecisionAction.Deny, Some.Decide(Some.Sample, Some.Analysis(ReadsPii, Create, Query)).Action);
    }

    [Fact]
    public void Decide_RuleForOneStatement_DoesNotOpenItsNeighbour()
    {
        var policy = Some.Policy(Some.Rules("  - {name: use, when: {statement: session}, action: allow}", "deny"));
        var use = Some.Statement(StatementClass.Session, "USE");
        Assert.Equal(DecisionAction.Allow, Some.Decide(policy, Some.Analysis(use)).Action);
        Assert.Equal(DecisionAction.Deny, Some.Decide(policy, Some.Analysis(use, Query)).Action);
    }

    [Fact]
    public void Decide_StatementInsideAnother_IsJudgedToo()
    {
        var block = Some.Statement(StatementClass.Query, "SELECT") with { Inner = [Create] };
        Assert.Equal("ddl-from-change-management", Some.Decide(Some.Sample, Some.Analysis(block)).Rule);
    }

    [Fact]
    public void Decide_Unclassified_IsDeniedByAnyPolicyAndPassesWithout()
    {
        var unknown = Some.Analysis(Some.Statement(StatementClass.Unknown));
        var open = Some.Policy(Some.Rules("  - {name: all, action: allow}"));
        var verdict = Some.Decide(open, unknown);
        Assert.Equal((DecisionAction.Deny, "built-in-unclassified"), (verdict.Action, verdict.Rule));
        Assert.Contains("could not classify", verdict.Message, StringComparison.Ordinal);
        Assert.Equal("built-in-unclassified", Some.Decide(open, Some.Analysis()).Rule);
        Assert.Equal(DecisionAction.Allow, Some.Decide(null, unknown).Action);
    }

    [Theory]
    [InlineData(StatementClass.FileTransfer, StatementFlags.None, true)]
    [InlineData(StatementClass.Unload, StatementFlags.None, true)]
    [InlineData(StatementClass.Query, StatementFlags.PresignedUrl, true)]
    [InlineData(StatementClass.Unknown, StatementFlags.FileTransfer, true)]
    [InlineData(StatementClass.Ddl, StatementFlags.Share, false)]
    [InlineData(StatementClass.Ddl, StatementFlags.ExternalAccess, false)]
    [InlineData(StatementClass.Query, StatementFlags.StageRead, false)]
    public void Decide_RoundTheGateway_IsDenied(StatementClass kind, StatementFlags flags, bool withoutPolicyToo)
    {
        var analysis = Some.Analysis(Some.Statement(kind) with { Flags = flags });
        Assert.Equal(DecisionAction.Deny, Some.Decide(Some.Policy(Some.Rules("  - {name: all, action: allow}")), analysis).Action);
        Assert.Equal(withoutPolicyToo ? DecisionAction.Deny : DecisionAction.Allow, Some.Decide(null, analysis).Action);
        Assert.Equal("none", Some.Decide(null, analysis).PolicyVersion);
    }

    [Fact]
    public void Decide_Unload_OpensOnlyForARuleThatNamesIt()
    {
        var unload = Some.Analysis(Some.Statement(StatementClass.Unload, "COPY INTO LOCATION"));
        var policy = Some.Policy(Some.Rules("""
              - {name: export, when: {effects: unload, job: export}, action: require_approval, expires: 1h}
              - {name: all, action: allow}
            """));
        Assert.Equal(DecisionAction.RequireApproval, Some.Decide(policy, unload, "export").Action);
        Assert.Equal("built-in-transfer", Some.Decide(policy, unload, "other").Rule);
        Assert.Equal("built-in-transfer", Some.Decide(policy, unload, "export", Trust.Claimed).Rule);
    }

    [Fact]
    public void Decide_AddressInAText_IsOnlyText()
    {
        var insert = Some.Statement(StatementClass.Dml, "INSERT") with { Urls = ["https://example.org"] };
        Assert.Equal(DecisionAction.Allow, Some.Decide(Some.Sample, Some.Analysis(insert)).Action);
        var stage = Some.Statement(StatementClass.Ddl, "CREATE STAGE") with { Urls = ["s3://bucket"] };
        Assert.Equal("built-in-transfer", Some.Decide(Some.Sample, Some.Analysis(stage), "schema-change").Rule);
    }

    [Fact]
    public void Decide_PredicateOnAMaskedColumn_IsDeniedButNotForFinance()
    {
        var probe = Some.Statement(StatementClass.Query, "SELECT", Some.Cards) with
        {
            PredicateColumns = [new SourceColumn(Some.Cards, "CARD_NUMBER", LineageKind.Direct)],
        };
        var verdict = Some.Decide(Some.Sample, Some.Analysis(probe), "nightly-report");
        Assert.Equal((DecisionAction.Deny, "cards-for-finance-only"), (verdict.Action, verdict.Rule));
        Assert.Contains("SHOP.PUBLIC.CARDS.CARD_NUMBER", verdict.Message, StringComparison.Ordinal);
        Assert.Equal(DecisionAction.Allow, Some.Decide(Some.Sample, Some.Analysis(probe), "finance-close").Action);

        var other = probe with { PredicateColumns = [new SourceColumn(Some.Cards, "CUSTOMER_ID", LineageKind.Direct)] };
        Assert.Equal(DecisionAction.Allow, Some.Decide(Some.Sample, Some.Analysis(other), "nightly-report").Action);
    }

    [Fact]
    public void Decide_ObservedRule_IsRecordedAndDoesNotAct()
    {
        var policy = Some.Policy(Some.Rules("""
              - {name: look, when: {statement: query}, action: deny, observe: true}
              - {name: hide, action: mask, detect: card, observe: true}
            """));
        var verdict = Some.Decide(policy, Some.Analysis(Query));
        Assert.Equal(DecisionAction.Allow, verdict.Action);
        Assert.Equal(["look", "hide"], verdict.Observed);
        Assert.Empty(verdict.Masks);
    }

    [Fact]
    public void Decide_MaskBelowTheDecidingRule_AppliesAllTheSame()
    {
        var policy = Some.Policy(Some.Rules("  - {name: all, action: allow}\n  - {name: hide, action: mask, detect: card}"));
        Assert.Equal(["hide"], Some.Decide(policy, Some.Analysis(Query)).Masks.Select(mask => mask.Name));
    }

    [Theory]
    [InlineData("agent: agent-7", true)]
    [InlineData("agent: [x, agent-8]", false)]
    [InlineData("owner: team", false)]
    [InlineData("role: ANALYST", false)]
    [InlineData("writes: SHOP.PUBLIC.ORDERS", true)]
    [InlineData("writes: SHOP.*.*", true)]
    [InlineData("writes: OTHER.*.*", false)]
    [InlineData("functions: SYSTEM$*", true)]
    [InlineData("functions: [cortex.complete]", false)]
    [InlineData("effects: [joins, grant]", true)]
    [InlineData("effects: [grant]", false)]
    public void Decide_EachCondition_MatchesWhatItSays(string condition, bool matches)
    {
        var policy = Some.Policy(Some.Rules($"  - name: a\n    when:\n      {condition}\n    action: deny"));
        var statement = Query with { Writes = [Some.Orders], Functions = ["SYSTEM$TYPEOF"], Flags = StatementFlags.Joins };
        Assert.Equal(matches ? DecisionAction.Deny : DecisionAction.Allow, Some.Decide(policy, Some.Analysis(statement)).Action);
    }

    [Fact]
    public void Messages_OfAHold_NameRuleReasonAndContact()
    {
        var held = Some.Decide(Some.Sample, Some.Analysis(ReadsPii));
        Assert.Equal("SQL access control error:\nApproval was denied (policy rule 'pii-needs-approval'): not today. Ask privacy@shop.example.", held.MessageWhenDenied("not today"));
        Assert.Equal("SQL access control error:\nApproval was denied (policy rule 'pii-needs-approval'). Ask privacy@shop.example.", held.MessageWhenDenied(null));
        Assert.Equal("SQL access control error:\nApproval expired (policy rule 'pii-needs-approval'): nobody decided within 15 minutes. Ask privacy@shop.example.", held.MessageWhenExpired());
        var record = held.ToRecord();
        Assert.Equal((held.Action, held.Rule, held.PolicyVersion), (record.Action, record.Rule, record.PolicyVersion));
        Assert.Equal(["cards-for-finance-only"], record.MaskRules);
    }
}
