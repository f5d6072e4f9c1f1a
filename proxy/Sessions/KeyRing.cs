using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Snowtrail.Proxy.Identity;

namespace Snowtrail.Proxy.Sessions;

/// <summary>
/// The keys that seal tokens and sessions, in one file of the data directory. The newest seals; older ones still open what they sealed, until
/// they are two lifetimes old.
/// </summary>
internal sealed class KeyRing
{
    private const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16, IdBytes = 4, Overhead = IdBytes + NonceBytes + TagBytes;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private readonly IReadOnlyList<Entry> _keys;

    private KeyRing(IReadOnlyList<Entry> keys) => _keys = keys;

    /// <summary>Opens the ring, makes it when there is none, and adds a key when the newest is old.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; without it no session can be resumed, so that a person must decide.</exception>
    public static KeyRing Open(string dataDirectory, TimeProvider time)
    {
        var path = Path.Combine(dataDirectory, "keyring.json");
        var now = time.GetUtcNow();
        var keys = File.Exists(path) ? Read(path) : [];
        var kept = keys.Where(key => now - key.Created < Lifetime * 2).OrderBy(key => key.Created).ToList();
        if (kept.Count == 0 || now - kept[^1].Created >= Lifetime)
        {
            kept.Add(new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), RandomNumberGenerator.GetBytes(KeyBytes), now));
            PrivateFiles.Write(path, JsonSerializer.SerializeToUtf8Bytes(kept));
        }
        return new(kept);
    }

    /// <summary>Seals bytes for one purpose; what was sealed for another does not open.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose)
    {
        var key = _keys[^1];
        var sealedBytes = new byte[Overhead + plain.Length];
        Convert.FromHexString(key.Id).CopyTo(sealedBytes, 0);
        var nonce = sealedBytes.AsSpan(IdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Bytes, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(IdBytes + NonceBytes, plain.Length), sealedBytes.AsSpan(^TagBytes), Purpose(purpose, key.Id));
        return sealedBytes;
    }

    /// <summary>The bytes, or null when this ring did not seal them for this purpose.</summary>
    public byte[]? Open(ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        if (sealedBytes.Length < Overhead)
            return null;
        var id = Convert.ToHexStringLower(sealedBytes[..IdBytes]);
        if (_keys.FirstOrDefault(key => key.Id == id) is not { } found)
            return null;
        var plain = new byte[sealedBytes.Length - Overhead];
        try
        {
            using var aes = new AesGcm(found.Bytes, TagBytes);
            aes.Decrypt(sealedBytes.Slice(IdBytes, NonceBytes), sealedBytes[(IdBytes + NonceBytes)..^TagBytes], sealedBytes[^TagBytes..], plain, Purpose(purpose, id));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>A signature over a text, by the newest key: its id, a dot, and 32 hexadecimal digits.</summary>
    public string Sign(string text)
    {
        var key = _keys[^1];
        var purpose = HMACSHA256.HashData(key.Bytes, "query-tag"u8);
        return $"{key.Id}.{Convert.ToHexStringLower(HMACSHA256.HashData(purpose, Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}";
    }

    private static List<Entry> Read(string path)
    {
        try
        {
            var keys = JsonSerializer.Deserialize<List<Entry>>(File.ReadAllBytes(path));
            if (keys is { Count: > 0 } && keys.All(key => key.Bytes is { Length: KeyBytes } && key.Id is { Length: IdBytes * 2 }))
                return keys;
        }
        catch (JsonException)
        {
            // Told below: the parser's text could quote a key
        }
        throw new InvalidDataException($"the key ring {path} is damaged; moving it away ends all sessions and lets a new one be made");
    }

    private static byte[] Purpose(string purpose, string keyId) => Encoding.ASCII.GetBytes($"snowtrail/{purpose}/{keyId}");

    private sealed record Entry(string Id, byte[] Bytes, DateTimeOffset Created);
}
