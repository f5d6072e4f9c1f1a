using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Snowtrail.Kafka.Tests;

/// <summary>What the lag gauge of a group shows in this process: one value for each partition that a member here has.</summary>
internal sealed class Shares : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<int, long> _lags = new();

    public Shares(string group)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: KafkaMetrics.MeterName, Name: "snowtrail.kafka.lag" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, lag, tags, _) =>
        {
            if ((string?)Tag(tags, "group") == group)
                _lags[(int)Tag(tags, "partition")!] = lag;
        });
        _listener.Start();
    }

    public int Count => Lags.Count;

    public IReadOnlyDictionary<int, long> Lags
    {
        get
        {
            _lags.Clear();
            _listener.RecordObservableInstruments();
            return _lags;
        }
    }

    public void Dispose() => _listener.Dispose();

    private static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
            if (key == name)
                return value;
        return null;
    }
}
