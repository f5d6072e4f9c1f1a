using System.Globalization;
using System.Net.Http.Headers;
using Akka;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Alerting;

/// <summary>One receiver: attempts, pauses, and the end of each alert's journey.</summary>
internal sealed class WebhookSender(KafkaSetup setup, IParkingLot parking, WebhookOptions options, WebhookSecrets secrets)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
    private readonly string _edge = $"webhook {options.Url.GetLeftPart(UriPartial.Authority)}";

    public async Task<Done> SendAsync(Tracked<EnrichedEvent> tracked)
    {
        if (AlertMessage.Of(tracked.Value) is not { } message)
        {
            tracked.Receipt.Settle(Settlement.Skipped);
            return Done.Instance;
        }

        for (var attempts = 1; ; attempts++)
        {
            var verdict = await AttemptAsync(message);
            KafkaMetrics.WebhookTried(verdict.Outcome);
            if (verdict.Outcome == WebhookOutcome.Delivered)
            {
                setup.Status.Runs(_edge);
                tracked.Receipt.Settle(Settlement.Durable);
                return Done.Instance;
            }

            if (verdict.Pause(options, attempts) is not { } pause)
            {
                await ParkAsync(message.Id, tracked.Value, $"{verdict.Reason} at attempt {attempts}");
                tracked.Receipt.Settle(Settlement.Parked);
                return Done.Instance;
            }

            setup.Status.Waits(_edge, verdict.Reason);
            await Task.Delay(pause, setup.Time);
        }
    }

    private async Task<WebhookVerdict> AttemptAsync(AlertMessage message)
    {
        using var limit = new CancellationTokenSource(options.Timeout, setup.Time);
        try
        {
            using var request = Request(message);
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return WebhookVerdict.Of(response.StatusCode, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException)
        {
            return new(WebhookOutcome.Failed, $"no answer within {options.Timeout.TotalSeconds} s");
        }
        catch (HttpRequestException fault)
        {
            return new(WebhookOutcome.Failed, fault.HttpRequestError.ToString());
        }
    }

    private HttpRequestMessage Request(AlertMessage message)
    {
        var now = setup.Time.GetUtcNow();
        return new(HttpMethod.Post, options.Url)
        {
            Content = new ByteArrayContent(message.Body) { Headers = { ContentType = new("application/json") } },
            Headers =
            {
                { "webhook-id", message.Id },
                { "webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
                { "webhook-signature", secrets.Sign(message.Id, now, message.Body) },
                { "user-agent", "snowtrail" },
            },
        };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - setup.Time.GetUtcNow();

    // The record and not the message: so it can be told once more
    private async Task ParkAsync(string id, EnrichedEvent told, string reason)
    {
        setup.Logger.Parked(id, reason);
        await parking.ParkAsync(new() { Id = id, Stage = "webhook", Reason = reason, Time = setup.Time.GetUtcNow(), Payload = told.ToAvro() });
        KafkaMetrics.RecordParked("webhook");
    }
}
