using Snowtrail.Enrichers.State;

namespace Snowtrail.Enrichers.Baselines;

/// <summary>
/// Level and spread of <c>ln(1 + x)</c>: the plain mean over the first values, then exponentially weighted (detections.md of the design, 2.3).
/// </summary>
internal sealed class Baseline
{
    private double _mean;
    private double _variance;

    /// <summary>Values learned.</summary>
    public long Count { get; private set; }

    /// <summary>The value that would be ordinary.</summary>
    public double Expected => Math.Exp(_mean) - 1;

    /// <summary>How many spreads the value lies above the level; below it is negative. Only meaningful once values were learned.</summary>
    public double Score(long value, double spreadMin) => (Log(value) - _mean) / Math.Max(Math.Sqrt(_variance), spreadMin);

    /// <summary>Learns a value; <paramref name="memory"/> is the number of values over which the past fades.</summary>
    public void Learn(long value, int memory)
    {
        Count++;
        var rate = Count <= memory ? 1.0 / Count : 2.0 / (memory + 1);
        var difference = Log(value) - _mean;
        _mean += rate * difference;
        _variance = (1 - rate) * (_variance + (rate * difference * difference));
    }

    public void Write(StateWriter writer)
    {
        writer.Long(Count);
        writer.Double(_mean);
        writer.Double(_variance);
    }

    public void Read(StateReader reader) => (Count, _mean, _variance) = (reader.Long(), reader.Double(), reader.Double());

    private static double Log(long value) => Math.Log(1.0 + Math.Max(0, value));
}
