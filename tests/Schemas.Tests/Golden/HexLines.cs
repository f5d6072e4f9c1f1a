namespace Snowtrail.Schemas.Tests.Golden;

/// <summary>Bytes as lines of 32, so that a change shows where it is.</summary>
internal static class HexLines
{
    internal static string From(byte[] bytes) => string.Concat(bytes.Chunk(32).Select(line => Convert.ToHexStringLower(line) + "\n"));

    internal static byte[] ToBytes(string text) => Convert.FromHexString(text.ReplaceLineEndings(""));
}
