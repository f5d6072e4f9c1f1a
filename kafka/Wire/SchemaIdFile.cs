using System.Text.Json;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Wire;

/// <summary>
/// Numbers without a registry. A schema's number follows from its fingerprint, so that every program comes to the same one; the file
/// <c>schema-ids.json</c> beside the executable holds, number by number, earlier schemas that readers must still understand; the program knows its own.
/// </summary>
public sealed class SchemaIdFile : ISchemaIds
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "schema-ids.json";

    // Registries count from 1: the second-highest bit keeps the two kinds of number apart
    private const int Mark = 1 << 30;
    private readonly Dictionary<int, string> _schemas;

    private SchemaIdFile(Dictionary<int, string> schemas) => _schemas = schemas;

    /// <summary>Reads the file beside the executable, or another.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="JsonException">It is not such a file.</exception>
    public static SchemaIdFile Load(string? path = null)
    {
        var text = File.ReadAllText(path ?? Path.Combine(AppContext.BaseDirectory, FileName));
        using var document = JsonDocument.Parse(text);
        var schemas = document.RootElement.EnumerateObject()
            .ToDictionary(entry => int.Parse(entry.Name, System.Globalization.CultureInfo.InvariantCulture), entry => entry.Value.GetRawText());
        AddOwn<AuditEvent>(schemas);
        AddOwn<EnrichedEvent>(schemas);
        AddOwn<ParkedRecord>(schemas);
        return new(schemas);
    }

    /// <summary>The number of a schema by its CRC-64-AVRO fingerprint: always above 2^30, where no registry counts.</summary>
    public static int IdOf(ulong fingerprint) => Mark | (int)(fingerprint & (Mark - 1));

    /// <inheritdoc/>
    public ValueTask<int> WriterIdAsync<T>(KafkaTopic<T> topic, CancellationToken cancellation)
        where T : class, IAvroRecord<T> => new(IdOf(T.SchemaFingerprint));

    /// <inheritdoc/>
    public ValueTask<string?> SchemaAsync(int id, CancellationToken cancellation) => new(_schemas.GetValueOrDefault(id));

    internal static bool IsOurs(int id) => (id & Mark) != 0;

    private static void AddOwn<T>(Dictionary<int, string> schemas)
        where T : class, IAvroRecord<T> => schemas[IdOf(T.SchemaFingerprint)] = T.AvroSchema;
}
