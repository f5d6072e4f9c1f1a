using System.Text.Json;

namespace Snowtrail.Proxy.Lineage;

/// <summary>Lineage that must outlive the process: a line of JSON for each statement, on disk before its effect is told.</summary>
internal sealed class LineageFile(string path)
{
    private readonly Lock _gate = new();

    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Append(LineageLine line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line);
        lock (_gate)
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write([.. bytes, (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>All whole lines; a last line that a crash cut was never relied on.</summary>
    /// <exception cref="InvalidDataException">A line is damaged: lineage would be lost without a sign.</exception>
    public IEnumerable<LineageLine> Read()
    {
        if (!File.Exists(path))
            yield break;
        var text = File.ReadAllText(path);
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        if (whole.Length < text.Length)
            File.WriteAllText(path, whole);
        foreach (var line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yield return Parse(line);
    }

    private LineageLine Parse(string line)
    {
        try
        {
            if (JsonSerializer.Deserialize<LineageLine>(line) is { Changes: not null } parsed)
                return parsed;
        }
        catch (JsonException)
        {
            // Told below
        }
        throw new InvalidDataException($"{path} holds a damaged line: what derived tables hold is no longer known");
    }
}
