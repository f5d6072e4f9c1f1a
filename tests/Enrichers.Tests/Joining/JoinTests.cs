using CsCheck;
using Snowtrail.Enrichers.Tests.Support;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Joining;

public class JoinTests
{
    [Fact]
    public void Apply_RequestThenCompletion_OneDocumentAtCompletion()
    {
        var script = new Script();
        var id = script.Run(Statements.SmallLook);
        var enricher = new Enricher(new());

        Assert.Empty(enricher.Apply(script.Events[0]));
        var made = Assert.Single(enricher.Apply(script.Events[1]));

        var statement = Assert.IsType<EnrichedStatement>(made.Body);
        Assert.Equal(id, made.Id);
        Assert.Equal(id, statement.StatementId);
        Assert.Equal(script.Events[0].Time, made.Time);
        Assert.Equal(script.Events[1].Sequence, made.Sequence);
        Assert.Equal(script.Events[0].Id, statement.RequestEventId);
        Assert.Equal(script.Events[1].Id, statement.CompletionEventId);
        Assert.Equal(script.Events[1].Body, statement.Completion);
        Assert.Equal(0, enricher.Waiting);
    }

    [Fact]
    public void Apply_CompletionFirst_DocumentAtRequest()
    {
        var script = new Script();
        script.Run(Statements.SmallLook);
        var enricher = new Enricher(new());

        Assert.Empty(enricher.Apply(script.Events[1]));
        Assert.IsType<EnrichedStatement>(Assert.Single(enricher.Apply(script.Events[0])).Body);
    }

    [Fact]
    public void Apply_EveryOrderOfFourParts_OneDocument()
    {
        var script = new Script();
        script.Run(Statements.AllCustomersHeld);
        Assert.Equal(4, script.Events.Count);
        foreach (var order in Orders(script.Events.ToArray()))
        {
            var made = new Enricher(new()).ApplyAll(order);
            var statement = Assert.Single(made.Statements());
            var decidedAt = Array.FindIndex(order, one => one.Body is ApprovalDecided);
            var joinedAt = Math.Max(Array.FindIndex(order, one => one.Body is StatementRequested), Array.FindIndex(order, one => one.Body is StatementCompleted));
            Assert.Equal(decidedAt < joinedAt ? 1 : 0, statement.Approvals.Count);
            Assert.Equal("COL-11", Assert.Single(made.Alerts()).RuleId);
        }
    }

    [Fact]
    public void Apply_Attempts_FirstIsKeptAndAllAreCounted()
    {
        var script = new Script();
        var id = script.NextId();
        script.Add(Script.Requested(id, Statements.SmallLook with { Sql = "second" }, arrival: 2));
        script.Add(Script.Requested(id, Statements.SmallLook with { Sql = "first" }, arrival: 1));
        script.Add(Script.Requested(id, Statements.SmallLook with { Sql = "third" }, arrival: 3));
        script.Add(Script.Completed(id, Statements.SmallLook));
        script.Add(Script.Requested(id, Statements.SmallLook with { Sql = "fourth, after the end" }, arrival: 4));

        var statement = Assert.Single(script.Enriched().Statements());

        Assert.Equal(3, statement.Attempts);
        Assert.Equal("first", statement.Request.SqlText);
    }

    [Fact]
    public void Apply_RecoveredCompletion_OutcomeUnknown_AndARealOneAfterItMakesNothing()
    {
        var script = new Script();
        var id = script.NextId();
        script.Add(Script.Requested(id, Statements.SmallLook));
        script.Add(Script.Completed(id, Statements.SmallLook with { Outcome = StatementOutcome.Unknown, Recovered = true }));
        script.Add(Script.Completed(id, Statements.SmallLook));

        var statement = Assert.Single(script.Enriched().Statements());

        Assert.True(statement.Completion!.Recovered);
        Assert.Equal(StatementOutcome.Unknown, statement.Completion.Outcome);
    }

    [Fact]
    public void Apply_TooManyWait_OldestBecomesDocumentWithoutCompletion()
    {
        var script = new Script();
        var ids = Enumerable.Range(0, 3).Select(_ => script.NextId()).ToArray();
        foreach (var id in ids)
            script.Add(Script.Requested(id, Statements.SmallLook));
        script.Add(Script.Completed(ids[0], Statements.SmallLook));
        script.Add(Script.Completed(ids[1], Statements.SmallLook));
        var enricher = new Enricher(new() { PendingMax = 2 });

        var made = enricher.ApplyAll(script.Events).Statements();

        Assert.Equal([ids[0], ids[1]], made.Select(one => one.StatementId));
        Assert.Null(made[0].Completion);
        Assert.NotNull(made[1].Completion);
        Assert.Equal(1, enricher.StatementsGivenUp);
        Assert.Equal(1, enricher.Waiting);
    }

    [Fact]
    public void Apply_OtherKinds_PassOnOrMakeNothing()
    {
        var script = new Script();
        var passed = new[]
        {
            script.Add(new SessionOpened
            {
                SessionId = "s1", Agent = Script.AgentOf("a"), Client = Script.Client, Context = Script.Context, Authenticator = "password", Upstream = "u", PolicyVersion = "p",
            }),
            script.Add(new LoginFailed { Client = Script.Client, Code = "390100", Reason = "wrong" }, "gw1"),
            script.Add(new RequestRefused { Client = Script.Client, Method = "GET", Path = "/x", Status = 404, Reason = "unknown" }, "gw1"),
            script.Add(new SessionClosed { SessionId = "s1", Agent = Script.AgentOf("a"), End = SessionEnd.Logout }),
        };
        script.Add(new GatewayStopped { Reason = "asked to" }, "gw1");

        var made = script.Enriched();

        Assert.Equal(passed.Select(one => (one.Id, one.Sequence, (object)one.Body)), made.Select(one => (one.Id, one.Sequence, (object)one.Body)));
    }

    [Fact]
    public void Apply_DuplicatesAnywhere_ChangeNothing() =>
        AuditGen.Ordered(20).SelectMany(script => Gen.Int[0, script.Events.Count - 1].Array[0, 20].Select(again => (script, again))).Sample(
            (script, again) =>
            {
                var once = new Enricher(new());
                var twice = new Enricher(new());
                var expected = once.ApplyAll(script.Events);
                var made = new List<EnrichedEvent>();
                for (var at = 0; at < script.Events.Count; at++)
                {
                    made.AddRange(twice.Apply(script.Events[at]));
                    foreach (var repeat in again)
                        if (repeat <= at)
                            Assert.Empty(twice.Apply(script.Events[repeat]));
                }

                Assert.Equal(expected, made);
                Assert.Equal(once.Snapshot(), twice.Snapshot());
            },
            iter: 100);

    [Fact]
    public void Apply_AnyOrder_EveryStatementOnce() =>
        AuditGen.Ordered(20).SelectMany(script => Gen.Shuffle(script.Events.ToArray()).Select(order => (script, order))).Sample(
            (script, order) =>
            {
                var expected = script.Enriched().Statements().Select(one => one.StatementId).Order(StringComparer.Ordinal);
                var made = new Enricher(new()).ApplyAll(order).Statements().Select(one => one.StatementId).Order(StringComparer.Ordinal);
                Assert.Equal(expected, made);
            },
            iter: 100);

    private static IEnumerable<AuditEvent[]> Orders(AuditEvent[] events)
    {
        if (events.Length < 2)
            return [events];
        return events.SelectMany((first, at) => Orders([.. events[..at], .. events[(at + 1)..]]).Select(rest => (AuditEvent[])[first, .. rest]));
    }
}
