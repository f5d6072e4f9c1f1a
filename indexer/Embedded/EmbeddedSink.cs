using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Embedded;

/// <summary>The end of the pipeline in one process: enriched events become documents of an embedded index.</summary>
public static class EmbeddedSink
{
    /// <summary>
    /// Indexes what comes, in batches by count and age. A receipt settles <see cref="Settlement.Durable"/> after the commit that holds its
    /// document, or <see cref="Settlement.Parked"/> when no document could be made of it and its bytes and the reason are parked. The task
    /// completes when the stream has ended and every receipt is settled; when the stream fails, what is not committed stays unsettled.
    /// </summary>
    public static Sink<Tracked<EnrichedEvent>, Task<Done>> Create(EmbeddedIndex index)
    {
        var options = index.Options;
        return Flow.Create<Tracked<EnrichedEvent>>()
            .GroupedWithin(options.BatchRecordsMax, options.BatchAgeMax)
            .SelectAsync(1, batch => index.WriteAsync([.. batch]))
            .ToMaterialized(Sink.Ignore<NotUsed>(), (_, end) => FinishAsync(end, index))
            .Named("embedded-index");
    }

    private static async Task<Done> FinishAsync(Task<Done> end, EmbeddedIndex index)
    {
        await end;
        await index.FlushAsync();
        return Done.Instance;
    }
}
