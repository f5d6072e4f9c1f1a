using Snowtrail.Schemas.Codegen.Model;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>An Avro enum as a C# enum; a member's value is its index in the schema.</summary>
internal static class EnumEmitter
{
    internal static string Emit(NamedType.Enum type, string @namespace)
    {
        var code = new CodeText(@namespace, type.File);
        code.Line($"/// <summary>{XmlDoc.Escape(type.Doc)}</summary>");
        code.Line($"public enum {type.Name}");
        code.Open();
        for (var index = 0; index < type.Symbols.Count; index++)
        {
            code.Line($"/// <summary><c>{type.Symbols[index]}</c></summary>");
            code.Line($"{CSharpName.Pascal(type.Symbols[index])} = {index},");
        }

        code.Close();
        return code.ToString();
    }
}
