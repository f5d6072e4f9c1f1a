using System.Globalization;

namespace Snowtrail.Bench.Processes;

/// <summary>What a span came to, in seconds and bytes; <c>Paused</c>: while all our threads stood still for the collector.</summary>
internal sealed record SpanFigures(int Events, double Wall, double Ours, double Brokers, double Paused, long Allocated)
{
    public double PerSecond => Events / Wall;

    /// <summary>Of our processor time.</summary>
    public double MicrosPerEvent => Ours / Events * 1e6;

    public string Line(string name, SpanFigures baseline) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-42} {PerSecond,9:N0} events/s ({PerSecond / baseline.PerSecond:0.00})  ours {MicrosPerEvent,6:0.00} us/event ({MicrosPerEvent / baseline.MicrosPerEvent:0.00})  broker {Brokers / Events * 1e6,6:0.00} us/event  collector {Paused / Wall,3:P0}  {Allocated / Events,5} bytes/event");
}
