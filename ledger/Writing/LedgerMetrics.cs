using System.Diagnostics.Metrics;

namespace Snowtrail.Ledger.Writing;

/// <summary>Instruments of the meter <c>Snowtrail.Ledger</c>.</summary>
internal static class LedgerMetrics
{
    private static readonly Meter Meter = new(Ledger.MeterName);
    private static readonly Counter<long> Records = Meter.CreateCounter<long>("snowtrail.ledger.records", "{record}", "Records made durable.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("snowtrail.ledger.bytes", "By", "Bytes made durable, frames included.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("snowtrail.ledger.failures", "{commit}", "Commits that failed.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("snowtrail.ledger.commit.duration", "s", "Write and flush of one batch.");
    private static readonly Histogram<int> BatchRecords = Meter.CreateHistogram<int>("snowtrail.ledger.commit.records", "{record}", "Records in one batch.");

    public static void Committed(int records, int bytes, TimeSpan took)
    {
        Records.Add(records);
        Bytes.Add(bytes);
        Duration.Record(took.TotalSeconds);
        BatchRecords.Record(records);
    }

    public static void Failed() => Failures.Add(1);
}
