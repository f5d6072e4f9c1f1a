namespace Snowtrail.Enrichers.State;

/// <summary>The bytes are not a snapshot of this version.</summary>
public sealed class StateFormatException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public StateFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and what showed it.</summary>
    public StateFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>No message.</summary>
    public StateFormatException()
    {
    }
}
