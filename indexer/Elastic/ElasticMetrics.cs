using System.Diagnostics.Metrics;

namespace Snowtrail.Indexer.Elastic;

/// <summary>Instruments of the meter <see cref="MeterName"/>.</summary>
public static class ElasticMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Snowtrail.Indexer.Elastic";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Documents = Meter.CreateCounter<long>("snowtrail.elastic.documents", "{document}", "Documents that are in the index, by data set.");
    private static readonly Counter<long> Parked = Meter.CreateCounter<long>("snowtrail.elastic.parked", "{document}", "Documents put aside.");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("snowtrail.elastic.retries", "{document}", "Documents to send again, by reason.");
    private static readonly Histogram<int> BatchDocuments = Meter.CreateHistogram<int>("snowtrail.elastic.batch.documents", "{document}", "Documents in a bulk request.");
    private static readonly Histogram<int> BatchBytes = Meter.CreateHistogram<int>("snowtrail.elastic.batch.size", "By", "Bytes of the documents of a bulk request.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("snowtrail.elastic.bulk.duration", "s", "Time until a bulk request is answered.");

    internal static void Kept(string dataset) => Documents.Add(1, new KeyValuePair<string, object?>("dataset", dataset));

    internal static void WasParked() => Parked.Add(1);

    internal static void Retried(int documents, string reason) => Retries.Add(documents, new KeyValuePair<string, object?>("reason", reason));

    internal static void Answered(int documents, int bytes, TimeSpan time)
    {
        BatchDocuments.Record(documents);
        BatchBytes.Record(bytes);
        Duration.Record(time.TotalSeconds);
    }
}
