using Microsoft.Extensions.Logging;

namespace Snowtrail.App.Roles;

/// <summary>
/// Keeps an edge running: one that failed is started again after a pause that doubles from <see cref="PauseFirst"/> to <see cref="PauseMax"/>, and
/// is short again once an edge has run for <see cref="SteadyAfter"/>. What was not settled comes again. Disposing stops it for good.
/// </summary>
internal sealed partial class KeptEdge : IAsyncDisposable
{
    internal static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan SteadyAfter = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly string _name;
    private readonly Func<RunningEdge> _start;
    private readonly TimeSpan _stopMax;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _run;
    private RunningEdge? _running;
    private volatile string? _fault;

    /// <summary>Starts at once.</summary>
    /// <param name="name">For log and readiness.</param>
    /// <param name="start">Starts it; what it throws counts as a failure of the edge.</param>
    /// <param name="stopMax">Longest wait for a stop; what is unsettled then comes again after the next start.</param>
    /// <param name="time">Paces the pauses.</param>
    /// <param name="log">Hears of failures.</param>
    internal KeptEdge(string name, Func<RunningEdge> start, TimeSpan stopMax, TimeProvider time, ILogger log)
    {
        (_name, _start, _stopMax, _time, _log) = (name, start, stopMax, time, log);
        _run = Task.Run(RunAsync);
    }

    /// <summary>Why it does not run, for a person; null while it does.</summary>
    internal string? Fault => _fault;

    public async ValueTask DisposeAsync()
    {
        RunningEdge? running;
        lock (_gate)
        {
            _stop.Cancel();
            running = _running;
        }

        var stopping = running is { Completion.IsCompleted: false } ? running.StopAsync() : Task.CompletedTask;
        await Task.WhenAll(stopping, _run).WaitAsync(_stopMax, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_run.IsCompleted)
            LogNotDrained(_log, _name, _stopMax);
    }

    private async Task RunAsync()
    {
        for (var pause = PauseFirst; TryStart(out var running);)
        {
            var since = _time.GetTimestamp();
            try
            {
                await running.Completion;
                return;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                _fault = $"{_name} has failed and is started again: {fault.GetBaseException().Message}";
                LogFailed(_log, _name, pause, fault);
            }

            if (_time.GetElapsedTime(since) >= SteadyAfter)
                pause = PauseFirst;
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 > PauseMax ? PauseMax : pause * 2;
        }
    }

    private bool TryStart(out RunningEdge running)
    {
        lock (_gate)
        {
            running = _running!;
            if (_stop.IsCancellationRequested)
                return false;
            try
            {
                running = _running = _start();
                _fault = null;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                running = _running = new(Task.FromException(fault), () => Task.CompletedTask);
            }

            return true;
        }
    }

    [LoggerMessage(8001, LogLevel.Error, "{Edge} has failed and is started again in {Pause}; what was not settled comes again")]
    private static partial void LogFailed(ILogger log, string edge, TimeSpan pause, Exception fault);

    [LoggerMessage(8002, LogLevel.Warning, "{Edge} did not finish within {Max}; what was not settled comes again after the next start")]
    private static partial void LogNotDrained(ILogger log, string edge, TimeSpan max);
}
