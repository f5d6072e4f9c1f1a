namespace Snowtrail.Proxy.Recording;

/// <summary>Recording is required and this part could not be recorded.</summary>
public sealed class RecordingUnavailableException : Exception
{
    internal RecordingUnavailableException(string message, Exception? inner = null) : base(message, inner) { }
}
