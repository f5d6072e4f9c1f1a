namespace Snowtrail.Kafka;

/// <summary>An edge cannot go on by itself; the host starts it again after a pause, and what was not settled comes again.</summary>
public sealed class KafkaEdgeException : Exception
{
    internal KafkaEdgeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
