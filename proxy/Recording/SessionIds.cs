namespace Snowtrail.Proxy.Recording;

/// <summary>Session ids become folder names, so only harmless ones are taken.</summary>
internal static class SessionIds
{
    private const int LengthMax = 64;

    public static bool IsValid(string? id) =>
        id is { Length: >= 1 and <= LengthMax } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public static void ThrowIfInvalid(string? id)
    {
        if (!IsValid(id))
            throw new ArgumentException("a session id is 1 to 64 characters of A-Z, a-z, 0-9, _ and -", nameof(id));
    }
}
