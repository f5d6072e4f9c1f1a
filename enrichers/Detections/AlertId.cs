using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Snowtrail.Enrichers.Detections;

/// <summary>The same finding has the same id, in every process and at every replay.</summary>
internal static class AlertId
{
    public static string Of(string rule, string agent, string about, DateTimeOffset windowStart)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{rule}\0{agent}\0{about}\0{windowStart.ToUnixTimeSeconds()}");
        return $"alert-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}";
    }
}
