using System.Text.Json;

namespace Snowtrail.Kafka.Wire;

/// <summary>What the registry once said, in memory and, with a path, on disk. A file that cannot be read or written costs only its use.</summary>
internal sealed class SchemaIdCache
{
    private readonly Lock _gate = new();
    private readonly string? _path;
    private readonly Contents _contents;

    private SchemaIdCache(string? path, Contents contents) => (_path, _contents) = (path, contents);

    public static SchemaIdCache Open(string? path)
    {
        try
        {
            if (path is not null && File.Exists(path))
                return new(path, JsonSerializer.Deserialize<Contents>(File.ReadAllText(path)) ?? new());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            // As if there were none: the registry is asked again
        }

        return new(path, new());
    }

    public int? Id(string key)
    {
        lock (_gate)
            return _contents.Ids.TryGetValue(key, out var id) ? id : null;
    }

    public string? Schema(int id)
    {
        lock (_gate)
            return _contents.Schemas.GetValueOrDefault(id);
    }

    public void Remember(string? key, int id, string schema)
    {
        lock (_gate)
        {
            if (_contents.Schemas.GetValueOrDefault(id) == schema && (key is null || (_contents.Ids.TryGetValue(key, out var known) && known == id)))
                return;
            _contents.Schemas[id] = schema;
            if (key is not null)
                _contents.Ids[key] = id;
            Save();
        }
    }

    private void Save()
    {
        if (_path is null)
            return;
        try
        {
            // Another process may hold the same path: a file of our own, then one step
            var draft = $"{_path}.{Environment.ProcessId}";
            File.WriteAllText(draft, JsonSerializer.Serialize(_contents));
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Memory still knows
        }
    }

    internal sealed class Contents
    {
        public Dictionary<string, int> Ids { get; init; } = [];

        public Dictionary<int, string> Schemas { get; init; } = [];
    }
}
