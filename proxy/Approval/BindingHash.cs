using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Snowtrail.Proxy.Statements;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Approval;

/// <summary>SHA-256 over exactly what a person decides about.</summary>
internal static class BindingHash
{
    public static string Of(StatementCall call, StatementBody body, SessionContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (ReadOnlySpan<string?>)[
            call.Session.Id, context.Role, context.Warehouse, context.Database, context.Schema, body.SqlText, body.Bindings?.GetRawText()])
        {
            Append(hash, part);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Length first, so that no two lists of parts have the same bytes
    private static void Append(IncrementalHash hash, string? part)
    {
        var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
