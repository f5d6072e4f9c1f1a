using System.Text.Json;

namespace Snowtrail.Indexer.Elastic.Connecting;

/// <summary>What came of a request.</summary>
/// <param name="Status">HTTP status; null when no answer came, so that the request may or may not have been carried out.</param>
/// <param name="Body">The answer's bytes.</param>
/// <param name="Fault">Why no answer came, in words; null when one came.</param>
internal sealed record ElasticReply(int? Status, ReadOnlyMemory<byte> Body, string? Fault)
{
    private ElasticError? _error;

    /// <summary>The server did what was asked.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether what was asked may have been done all the same.</summary>
    public bool IsUncertain => Status is null or >= 500;

    /// <summary>What the server says is wrong.</summary>
    public ElasticError Error => _error ??= ElasticError.Read(Body);

    /// <summary>What went wrong, for a person.</summary>
    public string Reason => Fault ?? Status switch
    {
        401 => "401: the server does not accept the credentials",
        403 => $"403: the server does not allow it ({Error.Words})",
        _ => $"{Status}: {Error.Words}",
    };

    /// <summary>Reads a body; null when it is not what was expected, as when something between answers in the server's place.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
