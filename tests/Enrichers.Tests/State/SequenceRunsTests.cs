using CsCheck;
using Snowtrail.Enrichers.State;

namespace Snowtrail.Enrichers.Tests.State;

public class SequenceRunsTests
{
    [Fact]
    public void Add_AnyOrder_LikeASet() => Gen.Long[0, 60].Array[0, 200].Sample(
        sequences =>
        {
            var runs = new SequenceRuns();
            var set = new HashSet<long>();
            foreach (var sequence in sequences)
                Assert.Equal(set.Add(sequence), runs.Add(sequence));
        },
        iter: 500);

    [Fact]
    public void Add_OnlyGaps_BoundedAndNewestAreStillKnown()
    {
        var runs = new SequenceRuns();
        for (var at = 0L; at < 10_000; at += 2)
            Assert.True(runs.Add(at));
        var writer = new StateWriter();
        runs.Write(writer);

        Assert.False(runs.Add(9_998));
        Assert.True(runs.Add(9_997));
        Assert.False(runs.Add(1));
        Assert.InRange(writer.ToArray().Length, 1, 6_000);
    }
}
