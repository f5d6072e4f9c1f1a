namespace Snowtrail.Schemas.Codec;

/// <summary>Bytes are not a value of the record they were read as. The message names the place, never the contents.</summary>
public sealed class AvroFormatException : FormatException
{
    internal AvroFormatException(string where, int offset, string problem)
        : base($"Cannot read {where} at byte {offset}: {problem}.")
    {
        var dot = where.IndexOf('.', StringComparison.Ordinal);
        RecordType = dot < 0 ? where : where[..dot];
        Field = dot < 0 ? null : where[(dot + 1)..];
        Offset = offset;
    }

    /// <summary>The innermost record that was being read.</summary>
    public string RecordType { get; }

    /// <summary>The field of that record, by its name in the schema; null when the record as a whole is at fault.</summary>
    public string? Field { get; }

    /// <summary>Position of the faulty part from the start of the input, bytes.</summary>
    public int Offset { get; }
}
