using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Snowtrail.AnalystConsole;

/// <summary>
/// Who may do what: reading is free on loopback only, deciding always takes the token and a page of ours. The Host and
/// Origin checks keep a web page elsewhere from speaking to a console on the reader's own machine.
/// </summary>
internal sealed class ConsoleAccess(ConsoleOptions options)
{
    private readonly byte[] _token = SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    internal bool HostIsOurs(HttpRequest request) =>
        !IPAddress.IsLoopback(options.Listen.Address) || IsLoopbackName(request.Host.Host);

    internal bool MayRead(HttpRequest request) =>
        (IPAddress.IsLoopback(options.Listen.Address) && !options.ReadingNeedsToken) || HasToken(request);

    internal bool MayDecide(HttpRequest request) => HasToken(request);

    /// <summary>A browser always sends Origin with a POST from a script; a command-line client sends none.</summary>
    internal static bool OriginIsOurs(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private bool HasToken(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])), _token);
    }

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
