using System.Diagnostics;

namespace Snowtrail.Bench.Processes;

/// <summary>Wall time, our processor time, that of a broker when one is named, and what our memory cost, from its making to <see cref="End"/>.</summary>
internal sealed class Span(int brokerPid = 0)
{
    private readonly long _since = Stopwatch.GetTimestamp();
    private readonly TimeSpan _ours = Ours();
    private readonly double _brokers = Brokers(brokerPid);
    private readonly TimeSpan _paused = GC.GetTotalPauseDuration();
    private readonly long _allocated = GC.GetTotalAllocatedBytes();

    public SpanFigures End(int events) => new(
        events, Stopwatch.GetElapsedTime(_since).TotalSeconds, (Ours() - _ours).TotalSeconds, Brokers(brokerPid) - _brokers,
        (GC.GetTotalPauseDuration() - _paused).TotalSeconds, GC.GetTotalAllocatedBytes() - _allocated);

    private static TimeSpan Ours()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static double Brokers(int pid) => pid == 0 ? double.NaN : ProcessCpu.Seconds(pid);
}
