using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Indexer.Elastic.Bulk;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Elastic;

/// <summary>The end of the pipeline: enriched events become documents of Elasticsearch or OpenSearch.</summary>
public static class ElasticSink
{
    /// <summary>
    /// Writes what comes, in batches by count, bytes and age. A receipt settles <see cref="Settlement.Durable"/> when the server has acknowledged
    /// its document, or <see cref="Settlement.Parked"/> when no document could be made of it, or the server refuses the document itself, and the
    /// record is kept by <paramref name="parking"/>. All else (a server that is away, busy, full or set up wrongly) waits, for ever, with its
    /// reason in <paramref name="status"/>. The connection is opened when the graph is started. The task completes when the stream has ended and
    /// every receipt is settled; it fails when parking fails or <see cref="ElasticOptions.DrainMax"/> passes, and leaves the rest unsettled.
    /// </summary>
    public static Sink<Tracked<EnrichedEvent>, Task<Done>> Create(ElasticOptions options, IParkingLot parking, ElasticStatus status, TimeProvider time)
    {
        options.Validate();
        return Flow.Setup((materializer, _) => Stages(options, new BulkSender(options, parking.ParkAsync, status, time), time, materializer.System.WhenTerminated))
            .ToMaterialized(Sink.Ignore<NotUsed>(), FinishAsync)
            .Named("elasticsearch");
    }

    private static Flow<Tracked<EnrichedEvent>, NotUsed, BulkRun> Stages(ElasticOptions options, BulkSender sender, TimeProvider time, Task terminated)
    {
        var maker = new BulkItems(options.Namespace, time);
        return Flow.Create<Tracked<EnrichedEvent>>()
            .WatchTermination((_, ended) => new BulkRun(sender, terminated, ended, options.DrainMax, time))
            .Select(maker.Make)
            .GroupedWeightedWithin(options.BatchBytesMax, options.BatchRecordsMax, options.BatchAgeMax, item => item.Weight)
            .SelectAsyncUnordered(options.InFlightMax, async batch =>
            {
                await sender.SendAsync([.. batch]);
                return NotUsed.Instance;
            });
    }

    private static async Task<Done> FinishAsync(Task<BulkRun> starting, Task<Done> end)
    {
        using var run = await starting;
        // A stage that ends with its actor system says nothing more
        return await Task.WhenAny(end, run.Terminated) == end
            ? await end
            : throw new OperationCanceledException("the actor system was ended before every document was settled");
    }
}
