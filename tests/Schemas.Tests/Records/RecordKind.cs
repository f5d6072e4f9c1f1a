using Snowtrail.Schemas.Codec;

namespace Snowtrail.Schemas.Tests.Records;

/// <summary>What the tests need of a record type that they know only by reflection.</summary>
internal abstract class RecordKind
{
    private Avro.Schema? _schema;

    internal static IReadOnlyList<RecordKind> All { get; } =
    [
        .. from assembly in new[] { typeof(AuditEvent).Assembly, typeof(RecordKind).Assembly }
           from type in assembly.GetTypes()
           where type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAvroRecord<>))
           orderby type.Name
           select (RecordKind)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!,
    ];

    internal abstract Type Type { get; }

    internal abstract string AvroSchema { get; }

    internal abstract ulong Fingerprint { get; }

    /// <summary>As Apache.Avro parses it.</summary>
    internal Avro.Schema Schema => _schema ??= Avro.Schema.Parse(AvroSchema);

    internal static RecordKind Named(string name) => All.Single(kind => kind.Type.Name == name);

    internal abstract object FromAvro(byte[] data);

    internal abstract byte[] ToAvro(object value);

    private sealed class Of<T> : RecordKind
        where T : IAvroRecord<T>
    {
        internal override Type Type => typeof(T);

        internal override string AvroSchema => T.AvroSchema;

        internal override ulong Fingerprint => T.SchemaFingerprint;

        internal override object FromAvro(byte[] data) => T.FromAvro(data);

        internal override byte[] ToAvro(object value) => ((T)value).ToAvro();
    }
}
