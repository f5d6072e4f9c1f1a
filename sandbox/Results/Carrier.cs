namespace Snowtrail.Sandbox.Results;

/// <summary>The plain form in which a column's values come out of DuckDB.</summary>
internal enum Carrier
{
    /// <summary>Integers, days, nanoseconds of a day, micro- or nanoseconds since the epoch.</summary>
    Long,

    /// <summary>Decimals, as integers scaled by the column's scale.</summary>
    Wide,

    Double,
    Boolean,

    /// <summary>Text, JSON text, and binary as upper-case hexadecimal.</summary>
    Text,
}
