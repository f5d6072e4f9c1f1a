using System.Text.Json;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Wire;

/// <summary>
/// Numbers without a registry. A schema's number follows from its fingerprint, so that every program comes to the same one; the file
/// <c>schema-ids.json</c> beside the executable holds, number by number, the schemas of this build and all earlier ones that readers must still
/// understand. Other programs can read our topics with that file alone.
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
    /// <exception cref="InvalidDataException">It is the file of another build.</exception>
    public static SchemaIdFile Load(string? path = null)
    {
        var text = File.ReadAllText(path ?? Path.Combine(AppContext.BaseDirectory, FileName));
        using var document = JsonDocument.Parse(text);
        var schemas = document.RootElement.EnumerateObject()
            .ToDictionary(entry => int.Parse(entry.Name, System.Globalization.CultureInfo.InvariantCulture), entry => entry.Value.GetRawText());
        Require<AuditEvent>(schemas);
        Require<EnrichedEvent>(schemas);
        Require<ParkedRecord>(schemas);
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

    private static void Require<T>(Dictionary<int, string> schemas)
        where T : class, IAvroRecord<T>
    {
        if (!schemas.ContainsKey(IdOf(T.SchemaFingerprint)))
            throw new InvalidDataException($"{FileName} does not know this build's {typeof(T).Name}: it belongs to another build");
    }
}
