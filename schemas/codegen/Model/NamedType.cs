using System.Text.Json;

namespace Snowtrail.Schemas.Codegen.Model;

/// <summary>A type with a file of its own.</summary>
internal abstract record NamedType(string FullName, string Doc, string File, JsonElement Json)
{
    /// <summary>The name without its namespace; also the name in C#.</summary>
    internal string Name => FullName[(FullName.LastIndexOf('.') + 1)..];

    /// <summary>The namespace, empty for none.</summary>
    internal string Namespace => FullName[..Math.Max(0, FullName.LastIndexOf('.'))];

    internal sealed record Record(string FullName, string Doc, string File, JsonElement Json, IReadOnlyList<Field> Fields)
        : NamedType(FullName, Doc, File, Json);

    internal sealed record Enum(string FullName, string Doc, string File, JsonElement Json, IReadOnlyList<string> Symbols)
        : NamedType(FullName, Doc, File, Json);
}
