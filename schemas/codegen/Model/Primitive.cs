namespace Snowtrail.Schemas.Codegen.Model;

/// <summary>The unnamed scalar types that the codec knows.</summary>
internal enum Primitive
{
    Boolean,
    Int,
    Long,
    TimestampMicros,
    Float,
    Double,
    Bytes,
    String,
}
