using System.Text.Json;

namespace Snowtrail.Schemas.Tests.Records;

/// <summary>The schema files in the source tree.</summary>
internal static class SchemaFiles
{
    internal static IReadOnlyList<(string File, string Name, bool IsRecord)> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(SourceTree.Tests, "../../schemas/avro"), "*.avsc").Select(Describe)];

    private static (string File, string Name, bool IsRecord) Describe(string file)
    {
        var json = JsonElement.Parse(File.ReadAllText(file));
        return (file, json.GetProperty("name").GetString()!, json.GetProperty("type").GetString() == "record");
    }
}
