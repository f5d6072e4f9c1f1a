using Snowtrail.Schemas.Codegen.Model;
using Snowtrail.Schemas.Codegen.Parsing;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>
/// The code that writes, reads and compares one value of a type. Lambdas are static and numbered by their depth, so that
/// arrays of maps of arrays need no methods of their own.
/// </summary>
internal sealed class CodecText(SchemaSet set, TypeText types, NamedType.Record record)
{
    internal string Write(Field field) => Write(field.Type, field, field.Property, "writer", 0);

    internal string Read(Field field) => Read(field.Type, field, "reader", 0);

    internal string Same(Field field) => Same(field.Type, field, field.Property, $"other.{field.Property}", 0);

    /// <summary>Whether C#'s own record equality compares references or memory instead of contents.</summary>
    internal static bool HasContents(AvroType type) => type switch
    {
        AvroType.Array or AvroType.Map or AvroType.Scalar { Kind: Primitive.Bytes } => true,
        AvroType.Optional optional => HasContents(optional.Value),
        _ => false,
    };

    private string Write(AvroType type, Field field, string value, string writer, int depth) => type switch
    {
        AvroType.Scalar scalar => $"{writer}.Write{scalar.Kind}({value});",
        AvroType.Named named => set[named.FullName] is NamedType.Enum symbols
            ? $"{writer}.WriteEnum((int){value}, {symbols.Symbols.Count}, {Where(field)});"
            : $"{value}.WriteTo(ref {writer});",
        AvroType.Array array => $"{writer}.WriteArray({value}, {Writer(array.Items, field, depth + 1)});",
        AvroType.Map map => $"{writer}.WriteMap({value}, {Writer(map.Values, field, depth + 1)});",
        AvroType.Optional optional => $"if ({value} is {{ }} some{field.Property}{depth}) {{ {writer}.WriteBranch(1); "
            + $"{Write(optional.Value, field, $"some{field.Property}{depth}", writer, depth)} }} else {{ {writer}.WriteBranch(0); }}",
        _ => $"Write{field.Property}(ref {writer}, {value});",
    };

    private string Writer(AvroType type, Field field, int depth) =>
        $"static (ref AvroWriter w{depth}, {types.For(type, field)} v{depth}) => {{ {Write(type, field, $"v{depth}", $"w{depth}", depth)} }}";

    private string Read(AvroType type, Field field, string reader, int depth) => type switch
    {
        AvroType.Scalar scalar => $"{reader}.Read{scalar.Kind}({Where(field)})",
        AvroType.Named named => set[named.FullName] is NamedType.Enum symbols
            ? $"({types.For(type, field)}){reader}.ReadEnum({symbols.Symbols.Count}, {Where(field)})"
            : $"{types.For(type, field)}.ReadFrom(ref {reader})",
        AvroType.Array array => $"{reader}.ReadArray<{types.For(array.Items, field)}>({Reader(array.Items, field, depth + 1)}, "
            + $"{BytesMin(array.Items)}, {Where(field)})",
        AvroType.Map map => $"{reader}.ReadMap<{types.For(map.Values, field)}>({Reader(map.Values, field, depth + 1)}, "
            + $"{1 + BytesMin(map.Values)}, {Where(field)})",
        AvroType.Optional optional => $"{reader}.ReadBranch(2, {Where(field)}) == 0 ? ({types.For(type, field)})null : "
            + Read(optional.Value, field, reader, depth),
        _ => $"Read{field.Property}(ref {reader})",
    };

    private string Reader(AvroType type, Field field, int depth) =>
        $"static (ref AvroReader r{depth}) => {Read(type, field, $"r{depth}", depth)}";

    private string Same(AvroType type, Field field, string left, string right, int depth)
    {
        var inner = type is AvroType.Optional optional ? optional.Value : type;
        var (x, y) = ($"x{depth}", $"y{depth}");
        return inner switch
        {
            AvroType.Array array => $"AvroEquality.Same({left}, {right}, static ({x}, {y}) => {Same(array.Items, field, x, y, depth + 1)})",
            AvroType.Map map => $"AvroEquality.Same({left}, {right}, static ({x}, {y}) => {Same(map.Values, field, x, y, depth + 1)})",
            AvroType.Scalar { Kind: Primitive.Bytes } => $"AvroEquality.Same({left}, {right})",
            _ => $"EqualityComparer<{types.For(type, field)}>.Default.Equals({left}, {right})",
        };
    }

    private string Where(Field field) => Literal.For($"{record.Name}.{field.Name}");

    /// <summary>The fewest bytes that a value takes: what bounds a count that was read.</summary>
    private int BytesMin(AvroType type) => type switch
    {
        AvroType.Scalar { Kind: Primitive.Float } => 4,
        AvroType.Scalar { Kind: Primitive.Double } => 8,
        AvroType.Named named when set[named.FullName] is NamedType.Record inner => inner.Fields.Sum(field => BytesMin(field.Type)),
        _ => 1,
    };
}
