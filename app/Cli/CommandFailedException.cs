namespace Snowtrail.App.Cli;

/// <summary>A verb cannot do what was asked; the message is the one line the user reads.</summary>
internal sealed class CommandFailedException(string message, Exception? cause = null) : Exception(message, cause);
