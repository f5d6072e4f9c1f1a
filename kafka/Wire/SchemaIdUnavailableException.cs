namespace Snowtrail.Kafka.Wire;

/// <summary>A schema's number cannot be told now. The message says what is missing.</summary>
public sealed class SchemaIdUnavailableException : Exception
{
    internal SchemaIdUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
