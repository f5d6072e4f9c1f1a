using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Alerting;

/// <summary>Posts alerts to a receiver, signed as Standard Webhooks says (standardwebhooks.com).</summary>
public static class WebhookSink
{
    /// <summary>
    /// Each alert is posted until the receiver answers with a 2xx status; its receipt is then <c>Durable</c>. One that the receiver refuses (3xx,
    /// 4xx but for 408, 425 and 429), or does not take within the bounds, is parked with its record and the reason. What is no alert is
    /// skipped. At least once: after a crash an alert may come again, with the same <c>webhook-id</c>. Order is not promised.
    /// </summary>
    /// <exception cref="ArgumentException">An option or the secret is wrong.</exception>
    /// <exception cref="IOException">The secret cannot be read.</exception>
    public static Sink<Tracked<EnrichedEvent>, Task<Done>> Create(KafkaSetup setup, IParkingLot parking, WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var sender = new WebhookSender(setup, parking, options, WebhookSecrets.Read(options.SecretFile));
        return Flow.Create<Tracked<EnrichedEvent>>()
            .SelectAsyncUnordered(options.ParallelMax, sender.SendAsync)
            .ToMaterialized(Sink.Ignore<Done>(), Keep.Right)
            .Named("webhook");
    }
}
