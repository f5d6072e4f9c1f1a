namespace Snowtrail.Schemas.Codegen.Parsing;

/// <summary>A schema file breaks a rule; nothing is generated.</summary>
internal sealed class SchemaException(string file, string message) : Exception(message)
{
    internal string File { get; } = file;
}
