namespace Snowtrail.Proxy.Recording;

/// <summary>A recording cannot be read as it was written; the message names the session and the entry.</summary>
public sealed class RecordingCorruptException : Exception
{
    internal RecordingCorruptException(string message, Exception? inner = null) : base(message, inner) { }
}
