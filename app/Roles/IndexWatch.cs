using Snowtrail.AnalystConsole;
using Snowtrail.Indexer.Search;

namespace Snowtrail.App.Roles;

/// <summary>
/// Asks the index once a second how much it holds: tells the console's viewers that something new can be found, one question for all of them, and
/// readiness whether the index answers.
/// </summary>
internal sealed class IndexWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly SearchRequest Everything = new() { Dataset = "*", Size = 0 };
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private volatile string? _fault = "not asked yet";

    internal IndexWatch(ISearch search, ChangeSignal changes, TimeProvider time) => _run = Task.Run(() => RunAsync(search, changes, time));

    /// <summary>Why the index cannot be searched, for a person; null while it can.</summary>
    internal string? Fault => _fault;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(ISearch search, ChangeSignal changes, TimeProvider time)
    {
        for (long known = -1; ; await Task.Delay(Interval, time, _stop.Token))
        {
            try
            {
                var answer = await search.SearchAsync(Everything, _stop.Token);
                _fault = (answer as SearchFault)?.Message;
                if (answer is SearchResult found && found.Total != known)
                {
                    known = found.Total;
                    changes.Raise();
                }
            }
            catch (Exception fault) when (fault is not OutOfMemoryException && !_stop.IsCancellationRequested)
            {
                _fault = fault.Message;
            }
        }
    }
}
