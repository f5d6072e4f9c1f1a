using System.Text;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>CRC-64-AVRO, as the Avro specification defines it under "Schema Fingerprints".</summary>
internal static class Fingerprint
{
    private const ulong Empty = 0xc15d213aa4d7a795UL;

    internal static ulong Of(string canonicalForm)
    {
        var print = Empty;
        foreach (var octet in Encoding.UTF8.GetBytes(canonicalForm))
        {
            print = (print >> 8) ^ Step((print ^ octet) & 0xff);
        }

        return print;
    }

    private static ulong Step(ulong low)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            low = (low >> 1) ^ ((low & 1) == 0 ? 0UL : Empty);
        }

        return low;
    }
}
