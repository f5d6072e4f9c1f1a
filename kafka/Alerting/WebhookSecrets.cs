using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Snowtrail.Kafka.Alerting;

/// <summary>Signs as Standard Webhooks says: HMAC-SHA256 over <c>ID.TIMESTAMP.BODY</c>, scheme <c>v1</c>, one signature for each secret.</summary>
internal sealed class WebhookSecrets
{
    private const string Prefix = "whsec_";
    private const int BytesMin = 24, BytesMax = 64;
    private readonly IReadOnlyList<byte[]> _keys;

    private WebhookSecrets(IReadOnlyList<byte[]> keys) => _keys = keys;

    /// <exception cref="ArgumentException">The file has no valid secret; the message does not show what it has.</exception>
    public static WebhookSecrets Read(string path)
    {
        var keys = File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0).Select(Key).ToList();
        return keys.Count > 0 ? new(keys) : throw new ArgumentException($"{path} has no secret");
    }

    /// <summary>Value of the header <c>webhook-signature</c>.</summary>
    public string Sign(string id, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{time.ToUnixTimeSeconds()}."));
        byte[] content = [.. head, .. body];
        return string.Join(' ', _keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, content))}"));
    }

    private static byte[] Key(string line)
    {
        var key = new byte[line.Length];
        if (!Convert.TryFromBase64String(line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..] : line, key, out var length)
            || length is < BytesMin or > BytesMax)
            throw new ArgumentException($"a webhook secret is not {Prefix} and base64 of {BytesMin} to {BytesMax} bytes");
        return key[..length];
    }
}
