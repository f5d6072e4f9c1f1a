using Snowtrail.Schemas.Codegen.Model;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>The interface that the records of a union share: <c>I</c>, the record that has the union, its field.</summary>
internal sealed record ChoiceMarker(NamedType.Record Owner, Field Field, AvroType.Choice Choice)
{
    internal string Name => NameFor(Owner, Field);

    internal static string NameFor(NamedType.Record owner, Field field) => $"I{owner.Name}{field.Property}";

    /// <summary>The union of records within a type; there is at most one.</summary>
    internal static AvroType.Choice? ChoiceIn(AvroType type) => type switch
    {
        AvroType.Choice choice => choice,
        AvroType.Optional optional => ChoiceIn(optional.Value),
        AvroType.Array array => ChoiceIn(array.Items),
        AvroType.Map map => ChoiceIn(map.Values),
        _ => null,
    };

    internal bool Implements(NamedType type) => Choice.Branches.Any(branch => branch.FullName == type.FullName);

    internal string Emit(string @namespace)
    {
        var code = new CodeText(@namespace, Owner.File);
        code.Line($"/// <summary>What <see cref=\"{Owner.Name}.{Field.Property}\"/> can be. {XmlDoc.Escape(Field.Doc)}</summary>");
        code.Line($"public interface {Name};");
        return code.ToString();
    }
}
