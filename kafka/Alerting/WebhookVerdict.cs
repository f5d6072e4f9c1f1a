using System.Net;

namespace Snowtrail.Kafka.Alerting;

/// <summary>What an attempt came to.</summary>
internal enum WebhookOutcome
{
    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>The receiver will never take it as it is.</summary>
    Refused,

    /// <summary>The receiver, or the way there, failed; another attempt may succeed.</summary>
    Failed,
}

/// <summary>Reads a receiver's answer and says when to try again. Knows no clock and no network.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Reason">In words, for a person; never the receiver's own text.</param>
/// <param name="Asked">Pause that the receiver asked for.</param>
internal sealed record WebhookVerdict(WebhookOutcome Outcome, string Reason, TimeSpan? Asked = null)
{
    public static WebhookVerdict Of(HttpStatusCode status, TimeSpan? retryAfter) => (int)status switch
    {
        >= 200 and < 300 => new(WebhookOutcome.Delivered, ""),
        408 or 425 or 429 or >= 500 => new(WebhookOutcome.Failed, $"status {(int)status}", retryAfter),
        _ => new(WebhookOutcome.Refused, $"status {(int)status}"),
    };

    /// <summary>Pause before the next attempt; null when there is to be none.</summary>
    /// <param name="options">Bounds.</param>
    /// <param name="attempts">Attempts made so far, from 1.</param>
    public TimeSpan? Pause(WebhookOptions options, int attempts)
    {
        if (Outcome != WebhookOutcome.Failed || attempts >= options.AttemptsMax)
            return null;
        var own = options.PauseFirst * Math.Pow(2, Math.Min(attempts - 1, 30));
        var pause = Asked > own ? Asked.Value : own;
        return pause < options.PauseMax ? pause : options.PauseMax;
    }
}
