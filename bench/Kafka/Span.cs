using System.Diagnostics;
using System.Globalization;

namespace Snowtrail.Bench.Kafka;

/// <summary>Wall time, our processor time, and the broker's, from its making to <see cref="End"/>.</summary>
internal sealed class Span(int brokerPid)
{
    // Ticks that Linux counts processor time in
    private const double TicksPerSecond = 100;
    private readonly long _since = Stopwatch.GetTimestamp();
    private readonly TimeSpan _ours = Ours();
    private readonly double _brokers = Brokers(brokerPid);

    public SpanFigures End(int events) => new(events, Stopwatch.GetElapsedTime(_since).TotalSeconds, (Ours() - _ours).TotalSeconds, Brokers(brokerPid) - _brokers);

    private static TimeSpan Ours()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static double Brokers(int pid)
    {
        if (pid == 0)
            return double.NaN;
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}

/// <summary>What a span came to, in seconds.</summary>
internal sealed record SpanFigures(int Events, double Wall, double Ours, double Brokers)
{
    public double PerSecond => Events / Wall;

    /// <summary>Of our processor time.</summary>
    public double MicrosPerEvent => Ours / Events * 1e6;

    public string Line(string name, SpanFigures baseline) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-42} {PerSecond,9:N0} events/s ({PerSecond / baseline.PerSecond:0.00})  ours {MicrosPerEvent,6:0.00} us/event ({MicrosPerEvent / baseline.MicrosPerEvent:0.00})  broker {Brokers / Events * 1e6,6:0.00} us/event");
}
