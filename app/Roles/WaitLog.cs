using Microsoft.Extensions.Logging;

namespace Snowtrail.App.Roles;

/// <summary>
/// Says in the log what readiness says, for whoever has no health port before his eyes: what a process waits for when that has lasted, again every
/// minute, and when it waits for nothing any more.
/// </summary>
internal sealed partial class WaitLog : IAsyncDisposable
{
    internal static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan Again = TimeSpan.FromMinutes(1);
    private const int ReasonsMax = 3;
    private readonly Func<IReadOnlyList<string>> _reasons;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    /// <summary>Starts at once.</summary>
    /// <param name="reasons">What it waits for now, a line each; empty while all is well.</param>
    /// <param name="time">Paces the looks.</param>
    /// <param name="log">Where it is said.</param>
    internal WaitLog(Func<IReadOnlyList<string>> reasons, TimeProvider time, ILogger log)
    {
        (_reasons, _time, _log) = (reasons, time, log);
        _run = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        bool? toldToWait = null;
        for (var since = _time.GetTimestamp(); ; await Task.Delay(Look, _time, _stop.Token))
        {
            var reasons = _reasons();
            if (reasons.Count == 0)
            {
                if (toldToWait != false)
                    LogRuns(_log);
                (toldToWait, since) = (false, _time.GetTimestamp());
            }
            else if (_time.GetElapsedTime(since) >= (toldToWait == true ? Again : Patience))
            {
                LogWaits(_log, Words(reasons));
                (toldToWait, since) = (true, _time.GetTimestamp());
            }
        }
    }

    private static string Words(IReadOnlyList<string> reasons) =>
        string.Join("; ", reasons.Take(ReasonsMax)) + (reasons.Count > ReasonsMax ? $"; and {reasons.Count - ReasonsMax} more" : "");

    [LoggerMessage(8003, LogLevel.Warning, "Waits: {Reasons}")]
    private static partial void LogWaits(ILogger log, string reasons);

    [LoggerMessage(8004, LogLevel.Information, "Ready: nothing is waited for")]
    private static partial void LogRuns(ILogger log);
}
