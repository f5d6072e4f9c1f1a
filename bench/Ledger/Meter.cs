using System.Diagnostics;

namespace Snowtrail.Bench.Ledger;

/// <summary>Notes how long operations take, once the warm-up is over.</summary>
internal sealed class Meter(TimeSpan warmup, TimeSpan duration)
{
    private readonly Lock _gate = new();
    private readonly List<long> _taken = [];
    private readonly long _from = Stopwatch.GetTimestamp() + (long)(warmup.TotalSeconds * Stopwatch.Frequency);
    private readonly long _until = Stopwatch.GetTimestamp() + (long)((warmup + duration).TotalSeconds * Stopwatch.Frequency);
    private readonly TimeSpan _cpuBefore = Environment.CpuUsage.TotalTime;
    private long _all;

    public bool IsOver => Stopwatch.GetTimestamp() >= _until;

    /// <summary>Notes an operation in the caller's own list, or here when the caller is alone and hands in none.</summary>
    public void Note(List<long> mine, long started)
    {
        Interlocked.Increment(ref _all);
        if (started >= _from)
            (mine.Capacity == 0 ? _taken : mine).Add(Stopwatch.GetTimestamp() - started);
    }

    public void Add(List<long> taken)
    {
        lock (_gate)
            _taken.AddRange(taken);
    }

    public Figures Result()
    {
        var cpu = Environment.CpuUsage.TotalTime - _cpuBefore;
        _taken.Sort();
        return new(_taken.Count / duration.TotalSeconds, At(0.5), At(0.99), cpu / Math.Max(1, _all));
    }

    private TimeSpan At(double part) =>
        _taken.Count == 0 ? default : TimeSpan.FromSeconds(_taken[(int)(part * (_taken.Count - 1))] / (double)Stopwatch.Frequency);
}
