namespace Snowtrail.App.Cli;

/// <summary>Files that a user names: read, or one line that says which could not be and why.</summary>
internal static class InputFile
{
    internal static T Read<T>(FileInfo file, string what, Func<string, T> read)
    {
        try
        {
            return read(file.FullName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"cannot read the {what} {file.FullName}: {failure.Message}", failure);
        }
    }
}
