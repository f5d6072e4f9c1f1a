using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Snowtrail.Sandbox.Results;

namespace Snowtrail.Sandbox.Http;

/// <summary>Signs chunk URLs and checks them, as object storage does: signature and expiry in the URL, the key in headers.</summary>
internal sealed class ChunkUrls(Func<Uri> storage, TimeSpan validity)
{
    public const string AlgorithmHeader = "x-amz-server-side-encryption-customer-algorithm";
    public const string KeyHeader = "x-amz-server-side-encryption-customer-key";
    public const string Algorithm = "AES256";

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);

    public string Sign(StoredChunk chunk, DateTimeOffset now)
    {
        var name = Path.GetFileName(chunk.Path);
        var expires = (now + validity).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Uri(storage(), $"/sandbox-results/{name}?Expires={expires}&Signature={Signature(name, expires)}").ToString();
    }

    /// <summary>Whether a storage request may read the file.</summary>
    public bool Allows(string name, HttpRequest request, DateTimeOffset now)
    {
        string expires = request.Query["Expires"].ToString();
        return long.TryParse(expires, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= now.ToUnixTimeSeconds()
            && Same(request.Query["Signature"].ToString(), Signature(name, expires))
            && request.Headers[AlgorithmHeader] == Algorithm
            && Same(request.Headers[KeyHeader].ToString(), Key(name.Split('.')[0]));
    }

    /// <summary>The key that requests for a result's chunks must show.</summary>
    public string Key(string resultId) => Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("key\n" + resultId)));

    private string Signature(string name, string expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(name + "\n" + expires)));

    private static bool Same(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
