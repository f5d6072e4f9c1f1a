using System.Buffers.Binary;
using System.Buffers.Text;

namespace Snowtrail.Proxy.Sessions;

/// <summary>Makes and reads the tokens that agents hold: sealed, so that they tell nothing and cannot be made by others.</summary>
internal sealed class TokenSealer(KeyRing ring)
{
    private const string Prefix = "stt.", Purpose = "token";
    private const int PlainBytes = 17, TextLengthMax = 256;

    public string Seal(SessionToken token)
    {
        Span<byte> plain = stackalloc byte[PlainBytes];
        plain[0] = (byte)token.Kind;
        BinaryPrimitives.WriteInt64BigEndian(plain[1..], token.Session);
        BinaryPrimitives.WriteInt64BigEndian(plain[9..], token.Expires.ToUnixTimeMilliseconds());
        return Prefix + Base64Url.EncodeToString(ring.Seal(plain, Purpose));
    }

    /// <summary>Null for every text that is not a token of ours.</summary>
    public SessionToken? Open(string? text)
    {
        if (text is null || text.Length > TextLengthMax || !text.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(Prefix.Length)))
            return null;
        var plain = ring.Open(Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length)), Purpose);
        return plain is { Length: PlainBytes }
            ? new((TokenKind)plain[0], BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(1)),
                DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(9))))
            : null;
    }
}
