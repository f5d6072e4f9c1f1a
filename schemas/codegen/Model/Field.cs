using System.Text.Json;

namespace Snowtrail.Schemas.Codegen.Model;

/// <summary>A field of a record. Without a default it is required.</summary>
internal sealed record Field(string Name, AvroType Type, JsonElement? Default, string Doc)
{
    internal string Property => CSharpName.Pascal(Name);
}
