namespace Snowtrail.Schemas.Codegen.Parsing;

/// <summary>The text of one schema file.</summary>
internal sealed record SchemaSource(string File, string Text);
