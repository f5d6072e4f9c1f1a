using CsCheck;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Support;

/// <summary>Random traffic of a few agents: ordinary, refused, held, failing, exfiltrating, interleaved and repeated.</summary>
internal static class AuditGen
{
    private static readonly Attempt[] Kinds =
    [
        Statements.SmallLook, Statements.AllOrders, Statements.AllCustomers, Statements.AllCustomersHeld, Statements.ListObjects, Statements.MakeStage,
        Statements.Unload, Statements.Get,
        Statements.AllCustomersHeld with { Approval = ApprovalOutcome.Approved, Outcome = StatementOutcome.Success, Rows = 20_000 },
        new() { Sql = "drop table orders", Class = StatementClass.Ddl, Verb = "DROP TABLE", Writes = ["SHOP.PUBLIC.ORDERS"] },
        new() { Sql = "selec", Class = StatementClass.Unknown, Verb = "", Decision = DecisionAction.Deny, Outcome = StatementOutcome.Refused },
        new() { Sql = "select x", Outcome = StatementOutcome.Failure, Code = "002003" },
        Statements.SmallLook with { Outcome = StatementOutcome.Unknown, Recovered = true },
        Statements.SmallLook with { Job = Script.Configured("nightly-report"), Claims = new() { ["query_tag"] = "finance-close" } },
    ];

    private static readonly Gen<(int Kind, int Agent, int Session, long Rows, int Shape)> One =
        Gen.Select(Gen.Int[0, Kinds.Length - 1], Gen.Int[0, 2], Gen.Int[0, 1], Gen.Long[0, 50_000], Gen.Int[0, 9]);

    /// <summary>Statements one after the other.</summary>
    public static Gen<Script> Ordered(int statementsMax) => One.Array[1, statementsMax].Select(picks =>
    {
        var script = new Script();
        foreach (var (kind, agent, session, rows, shape) in picks)
        {
            var attempt = Kinds[kind] with { Agent = $"agent-{agent}", Session = $"s{agent}{session}" };
            if (shape == 0)
                script.Add(new SessionClosed { SessionId = attempt.Session, Agent = Script.AgentOf(attempt.Agent), End = SessionEnd.Logout }, attempt.Agent);
            script.Run(kind == 0 ? attempt with { Rows = rows % 50, Bytes = rows % 5_000, Fingerprint = $"f{shape}" } : attempt);
        }

        return script;
    });
}
