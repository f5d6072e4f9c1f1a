namespace Snowtrail.Sandbox.Results;

/// <summary>Snowflake's column types, as far as DuckDB has them.</summary>
internal enum LogicalType
{
    Fixed,
    Real,
    Text,
    Boolean,
    Date,
    Time,
    TimestampNtz,
    TimestampLtz,
    TimestampTz,
    Binary,
    Variant,
    Object,
    Array,
}
