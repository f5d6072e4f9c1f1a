using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Snowtrail.App.Roles;

namespace Snowtrail.Roles.Tests;

public sealed class WaitLogTests
{
    private static readonly TimeSpan Slack = WaitLog.Look * 3;
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private volatile string[] _reasons = [];
    private int _looks;

    [Fact]
    public async Task Waits_AreSaidWhenTheyLast_AgainEveryMinute_AndTheirEnd()
    {
        await using var log = Start();
        await SaysWithinAsync("Ready: nothing is waited for", WaitLog.Look);
        _reasons = ["kafka: away"];
        await PassAsync(WaitLog.Patience - Slack);
        _reasons = [];
        await PassAsync(WaitLog.Again);
        Assert.Empty(_lines);

        _reasons = ["a", "b", "c", "d", "e"];
        await SaysWithinAsync("Waits: a; b; c; and 2 more", WaitLog.Patience);
        await PassAsync(WaitLog.Again - Slack);
        Assert.Empty(_lines);
        await SaysWithinAsync("Waits: a; b; c; and 2 more", Slack);

        _reasons = [];
        await SaysWithinAsync("Ready: nothing is waited for", WaitLog.Look);
        await PassAsync(WaitLog.Again);
        Assert.Empty(_lines);
    }

    [Fact]
    public async Task Start_WhileWaiting_IsNotCalledReadyBeforeItIs()
    {
        _reasons = ["elasticsearch: away"];
        await using var log = Start();
        await SaysWithinAsync("Waits: elasticsearch: away", WaitLog.Patience);
    }

    private WaitLog Start() => new(() =>
    {
        Interlocked.Increment(ref _looks);
        return _reasons;
    }, _time, new Lines(_lines));

    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += WaitLog.Look)
            await LookAsync();
    }

    // The clock may be moved before the log waits for it, and is moved once more then
    private async Task LookAsync()
    {
        var before = Volatile.Read(ref _looks);
        for (var tries = 0; Volatile.Read(ref _looks) == before; tries++)
        {
            Assert.True(tries < 500, "it does not look any more");
            if (tries % 10 == 0)
                _time.Advance(WaitLog.Look);
            await Task.Delay(20);
        }

        await Task.Delay(5);
    }

    private async Task SaysWithinAsync(string line, TimeSpan time)
    {
        for (var left = time + Slack; _lines.IsEmpty && left > TimeSpan.Zero; left -= WaitLog.Look)
            await LookAsync();
        Assert.Equal(line, Assert.Single(_lines));
        _lines.Clear();
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
