using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Snowtrail.Sandbox.Results;

/// <summary>Arrow fields with the metadata that drivers take types and scales from (protocol section 4.3).</summary>
internal static class ArrowFields
{
    public static readonly StructType Instant = new(
        [new Field("epoch", Int64Type.Default, nullable: true), new Field("fraction", Int32Type.Default, nullable: true)]);

    public static readonly StructType ZonedInstant = new(
    [
        new Field("epoch", Int64Type.Default, nullable: true), new Field("fraction", Int32Type.Default, nullable: true),
        new Field("timezone", Int32Type.Default, nullable: true),
    ]);

    public static Field Of(ResultColumn column, IArrowType type) => new(column.Name, type, column.Nullable, new Dictionary<string, string>
    {
        ["logicalType"] = LogicalName(column),
        ["precision"] = Number(column.Type == LogicalType.Fixed ? column.Precision : 38),
        ["scale"] = Number(column.Scale),
        ["charLength"] = Number(column.Length),
        ["byteLength"] = Number(column.Type == LogicalType.TimestampTz ? 16 : ByteLength(column)),
        ["physicalType"] = Physical(type),
        ["finalType"] = "T",
    });

    public static int ByteLength(ResultColumn column) =>
        column.Type == LogicalType.Text ? (int)Math.Min(16_777_216L, column.Length * 4L) : column.Length;

    private static string LogicalName(ResultColumn column) => column.TypeName.ToUpperInvariant();

    private static string Physical(IArrowType type) => type switch
    {
        Int8Type or BooleanType => "SB1",
        Int16Type => "SB2",
        Int32Type or Date32Type => "SB4",
        Int64Type => "SB8",
        Decimal128Type or StructType => "SB16",
        DoubleType => "DOUBLE",
        _ => "LOB",
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
