using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Snowtrail.App.Roles;

namespace Snowtrail.Roles.Tests;

public sealed class KeptEdgeTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _runs = new();

    [Fact]
    public async Task Run_FailsAgainAndAgain_IsStartedAfterPausesThatDoubleUpToTheBound()
    {
        await using var edge = Keep();
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            var before = await StartedAsync(Math.Max(1, _runs.Count));
            _runs.Last().SetException(new InvalidOperationException("fenced"));
            await UntilAsync(() => edge.Fault is not null);
            Assert.Contains("fenced", edge.Fault, StringComparison.Ordinal);
            await Task.Delay(50);
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            await Task.Delay(50);
            Assert.Equal(before, _runs.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await StartedAsync(before + 1);
            await UntilAsync(() => edge.Fault is null);
        }

        _runs.Last().SetResult();
    }

    [Fact]
    public async Task Run_SteadyForAWhile_PauseIsShortAgain()
    {
        await using var edge = Keep();
        for (var failure = 0; failure < 3; failure++)
        {
            await StartedAsync(failure + 1);
            _runs.Last().SetException(new InvalidOperationException("x"));
            await UntilAsync(() => edge.Fault is not null);
            await Task.Delay(50);
            _time.Advance(TimeSpan.FromSeconds(1 << failure));
            await StartedAsync(failure + 2);
        }

        _time.Advance(KeptEdge.SteadyAfter);
        _runs.Last().SetException(new InvalidOperationException("x"));
        await UntilAsync(() => edge.Fault is not null);
        await Task.Delay(50);
        _time.Advance(KeptEdge.PauseFirst);
        await StartedAsync(5);
        _runs.Last().SetResult();
    }

    [Fact]
    public async Task Dispose_WhileRunning_StopsItAndStartsNoOther()
    {
        var edge = Keep();
        await StartedAsync(1);
        await edge.DisposeAsync();
        _time.Advance(KeptEdge.PauseMax);
        Assert.True(Assert.Single(_runs).Task.IsCompletedSuccessfully, "it was asked to stop");
    }

    [Fact]
    public async Task Start_Throws_CountsAsAFailure()
    {
        await using var edge = new KeptEdge("x", () => throw new ArgumentException("no such file"), TimeSpan.FromSeconds(1), _time, NullLogger.Instance);
        await UntilAsync(() => edge.Fault?.Contains("no such file", StringComparison.Ordinal) == true);
    }

    private KeptEdge Keep() => new("edge", () =>
    {
        var run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs.Enqueue(run);
        return new(run.Task, () =>
        {
            run.TrySetResult();
            return Task.CompletedTask;
        });
    }, TimeSpan.FromSeconds(5), _time, NullLogger.Instance);

    private async Task<int> StartedAsync(int count)
    {
        await UntilAsync(() => _runs.Count == count);
        return count;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var left = 500; !holds(); left--)
        {
            Assert.True(left > 0, "not within 5 s");
            await Task.Delay(10);
        }
    }
}
