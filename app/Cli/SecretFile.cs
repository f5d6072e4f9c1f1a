namespace Snowtrail.App.Cli;

/// <summary>Reads a secret from a file, so that it stands in no process list.</summary>
internal static class SecretFile
{
    internal static string Read(FileInfo file)
    {
        try
        {
            var text = File.ReadAllText(file.FullName);
            text = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
            return text.Length > 0 ? text : throw new CommandFailedException($"{file.FullName} is empty: it holds the password of --upstream-user");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"cannot read the password file {file.FullName}: {failure.Message}", failure);
        }
    }
}
