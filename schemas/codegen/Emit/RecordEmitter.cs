using System.Globalization;
using Snowtrail.Schemas.Codegen.Model;
using Snowtrail.Schemas.Codegen.Parsing;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>An Avro record as a C# record that writes and reads itself.</summary>
internal sealed class RecordEmitter
{
    private readonly NamedType.Record _record;
    private readonly TypeText _types;
    private readonly CodecText _codec;
    private readonly CodeText _code;
    private readonly string _schema;
    private readonly ulong _fingerprint;

    internal RecordEmitter(SchemaSet set, string @namespace, NamedType.Record record)
    {
        _record = record;
        _types = new TypeText(set, @namespace, record);
        _codec = new CodecText(set, _types, record);
        _code = new CodeText(@namespace, record.File);
        _schema = SchemaText.SelfContained(set, record);
        _fingerprint = Fingerprint.Of(SchemaText.Canonical(set, record));
    }

    internal string Emit(IReadOnlyList<string> markers)
    {
        _code.Line($"/// <summary>{XmlDoc.Escape(_record.Doc)}</summary>");
        _code.Line($"public sealed partial record {_record.Name} : {string.Join(", ", [$"IAvroRecord<{_record.Name}>", .. markers])}");
        _code.Open();
        EmitSchema();
        EmitProperties();
        EmitEntryPoints();
        EmitWrite();
        EmitRead();
        EmitChoices();
        EmitEquality();
        _code.Close();
        return _code.ToString();
    }

    private void EmitSchema()
    {
        _code.Line("/// <inheritdoc/>");
        _code.Line($"public static string AvroSchema => {Literal.For(_schema)};");
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        _code.Line($"public static ulong SchemaFingerprint => 0x{_fingerprint.ToString("x16", CultureInfo.InvariantCulture)}UL;");
    }

    private void EmitProperties()
    {
        foreach (var field in _record.Fields)
        {
            var required = field.Default is null ? "required " : "";
            _code.Line();
            _code.Line($"/// <summary>{XmlDoc.Escape(field.Doc)}</summary>");
            _code.Line($"public {required}{_types.For(field.Type, field)} {field.Property} {{ get; init; }}{_types.Initializer(field)}");
        }
    }

    private void EmitEntryPoints()
    {
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        _code.Line($"public static {_record.Name} FromAvro(ReadOnlySpan<byte> data)");
        _code.Open();
        _code.Line("var reader = new AvroReader(data);");
        _code.Line("var value = ReadFrom(ref reader);");
        _code.Line($"reader.End({Literal.For(_record.Name)});");
        _code.Line("return value;");
        _code.Close();
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        _code.Line("public void WriteAvro(IBufferWriter<byte> output)");
        _code.Open();
        _code.Line("ArgumentNullException.ThrowIfNull(output);");
        _code.Line("var writer = new AvroWriter(output);");
        _code.Line("WriteTo(ref writer);");
        _code.Line("writer.Flush();");
        _code.Close();
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        _code.Line("public byte[] ToAvro()");
        _code.Open();
        _code.Line("using var buffer = new PooledBuffer();");
        _code.Line("WriteAvro(buffer);");
        _code.Line("return buffer.Written.ToArray();");
        _code.Close();
    }

    private void EmitWrite()
    {
        _code.Line();
        _code.Line("internal void WriteTo(ref AvroWriter writer)");
        _code.Open();
        foreach (var field in _record.Fields)
        {
            _code.Line(_codec.Write(field));
        }

        _code.Close();
    }

    private void EmitRead()
    {
        _code.Line();
        _code.Line($"internal static {_record.Name} ReadFrom(ref AvroReader reader)");
        _code.Open();
        _code.Line($"reader.Enter({Literal.For(_record.Name)});");
        _code.Line($"var value = new {_record.Name}");
        _code.Open();
        foreach (var field in _record.Fields)
        {
            _code.Line($"{field.Property} = {_codec.Read(field)},");
        }

        _code.Close("};");
        _code.Line("reader.Leave();");
        _code.Line("return value;");
        _code.Close();
    }

    private void EmitChoices()
    {
        foreach (var field in _record.Fields)
        {
            if (ChoiceMarker.ChoiceIn(field.Type) is { } choice)
            {
                EmitWriteChoice(field, choice);
                EmitReadChoice(field, choice);
            }
        }
    }

    private void EmitWriteChoice(Field field, AvroType.Choice choice)
    {
        _code.Line();
        _code.Line($"private static void Write{field.Property}(ref AvroWriter writer, {_types.For(choice, field)} value)");
        _code.Open();
        _code.Line("switch (value)");
        _code.Open();
        if (choice.Nullable)
        {
            _code.Line("case null: writer.WriteBranch(0); break;");
        }

        foreach (var (index, branch) in Branches(choice, field))
        {
            _code.Line($"case {branch} some: writer.WriteBranch({index}); some.WriteTo(ref writer); break;");
        }

        _code.Line($"default: throw new InvalidOperationException($\"{_record.Name}.{field.Property} cannot be a {{value?.GetType().Name ?? \"null\"}}.\");");
        _code.Close();
        _code.Close();
    }

    private void EmitReadChoice(Field field, AvroType.Choice choice)
    {
        var count = choice.Branches.Count + (choice.Nullable ? 1 : 0);
        _code.Line();
        _code.Line($"private static {_types.For(choice, field)} Read{field.Property}(ref AvroReader reader) =>");
        _code.Line($"    reader.ReadBranch({count}, {Literal.For($"{_record.Name}.{field.Name}")}) switch");
        _code.Open();
        if (choice.Nullable)
        {
            _code.Line("0 => null,");
        }

        var branches = Branches(choice, field).ToList();
        foreach (var (index, branch) in branches)
        {
            _code.Line($"{(index == count - 1 ? "_" : index.ToString(CultureInfo.InvariantCulture))} => {branch}.ReadFrom(ref reader),");
        }

        _code.Close("};");
    }

    private IEnumerable<(int Index, string Type)> Branches(AvroType.Choice choice, Field field) =>
        choice.Branches.Select((branch, at) => (at + (choice.Nullable ? 1 : 0), _types.For(branch, field)));

    private void EmitEquality()
    {
        if (!_record.Fields.Any(field => CodecText.HasContents(field.Type)))
        {
            return;
        }

        _code.Line();
        _code.Line("/// <summary>Compares contents, those of lists and maps too.</summary>");
        _code.Line($"public bool Equals({_record.Name}? other) =>");
        _code.Line($"    other is not null && {string.Join(" && ", _record.Fields.Select(_codec.Same))};");
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        _code.Line("public override int GetHashCode()");
        _code.Open();
        _code.Line("var hash = new HashCode();");
        foreach (var field in _record.Fields.Where(field => !CodecText.HasContents(field.Type)))
        {
            _code.Line($"hash.Add({field.Property});");
        }

        _code.Line("return hash.ToHashCode();");
        _code.Close();
    }
}
