using CsCheck;
using Snowtrail.Enrichers.State;
using Snowtrail.Enrichers.Tests.Support;

namespace Snowtrail.Enrichers.Tests;

public class SnapshotTests
{
    private static readonly EnricherOptions Small = new() { AgentsMax = 2, PendingMax = 3, JoinedMax = 5, SeenMax = 16, PerAgentMax = 2 };

    [Fact]
    public void Replay_Twice_Equal() => AuditGen.Ordered(40).Sample(
        script =>
        {
            var first = new Enricher(new());
            var second = new Enricher(new());
            Assert.Equal(first.ApplyAll(script.Events), second.ApplyAll(script.Events));
            Assert.Equal(first.Snapshot(), second.Snapshot());
            Assert.Empty(second.ApplyAll(script.Events));
            Assert.Equal(first.Snapshot(), second.Snapshot());
        },
        iter: 100);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Restore_AtEveryPosition_SameAsNoRestart(bool small) => AuditGen.Ordered(16).Sample(
        script =>
        {
            var options = small ? Small : new EnricherOptions();
            var whole = new Enricher(options);
            var restarted = new Enricher(options);
            foreach (var one in script.Events)
            {
                restarted = Enricher.Restore(options, restarted.Snapshot());
                Assert.Equal(whole.Apply(one), restarted.Apply(one));
                Assert.Equal(whole.Snapshot(), restarted.Snapshot());
                Assert.Equal(one.Sequence, restarted.Position);
            }
        },
        iter: 60);

    [Fact]
    public void Restore_ExfiltrationCutAnywhere_SameAlerts()
    {
        var script = new Script().RunAll(Statements.Exfiltration);
        var expected = script.Enriched();
        for (var cut = 0; cut <= script.Events.Count; cut++)
        {
            var before = new Enricher(new());
            var made = before.ApplyAll(script.Events.Take(cut));
            made.AddRange(Enricher.Restore(new(), before.Snapshot()).ApplyAll(script.Events.Skip(cut)));
            Assert.Equal(expected, made);
        }
    }

    [Fact]
    public void Restore_AnyDamage_RefusedOrRead_NeverAnotherException() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Byte, Gen.Bool).Sample(
            (at, value, cut) =>
            {
                var bytes = DamagedSource.ToArray();
                at %= bytes.Length;
                bytes[at] = value;
                try
                {
                    Enricher.Restore(new(), cut ? bytes[..at] : bytes);
                }
                catch (StateFormatException)
                {
                    // The only answer a damaged snapshot may give
                }
            },
            iter: 2_000);

    [Fact]
    public void State_ManyAgents_BoundedAndCounted()
    {
        var script = new Script();
        for (var at = 0; at < 200; at++)
            script.Run(Statements.SmallLook with { Agent = $"agent-{at}" });
        var enricher = new Enricher(new() { AgentsMax = 10, JoinedMax = 10 });
        enricher.ApplyAll(script.Events.Take(100));
        var early = enricher.Snapshot().Length;
        enricher.ApplyAll(script.Events.Skip(100));

        Assert.Equal(190, enricher.AgentsForgotten);
        Assert.InRange(enricher.Snapshot().Length, early - 100, early + 100);
    }

    [Fact]
    public void State_OneBusyAgent_Bounded()
    {
        var options = new EnricherOptions { SeenMax = 16, PerAgentMax = 4, JoinedMax = 16 };
        var script = new Script();
        for (var at = 0; at < 400; at++)
            script.Run(Statements.Unload with { Stages = [$"@stage{at}"], Reads = [$"SHOP.PUBLIC.T{at}"], Fingerprint = $"f{at}" });
        var enricher = new Enricher(options);
        enricher.ApplyAll(script.Events.Take(400));
        var early = enricher.Snapshot().Length;
        enricher.ApplyAll(script.Events.Skip(400));

        Assert.InRange(enricher.Snapshot().Length, early - 200, early + 200);
    }

    private static readonly byte[] DamagedSource = MakeSource();

    private static byte[] MakeSource()
    {
        var enricher = new Enricher(new());
        enricher.ApplyAll(new Script().RunAll(Statements.Exfiltration).Events.SkipLast(1));
        return enricher.Snapshot();
    }
}
