using Snowtrail.Schemas.Codegen.Model;
using Snowtrail.Schemas.Codegen.Parsing;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>Every source file, by name, for a set of schemas.</summary>
internal static class SourceEmitter
{
    internal static IReadOnlyDictionary<string, string> Emit(SchemaSet set, string @namespace)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var markers = Markers(set);
        foreach (var type in set.Types)
        {
            files[$"{type.Name}.g.cs"] = type is NamedType.Record record
                ? new RecordEmitter(set, @namespace, record).Emit([.. markers.Where(marker => marker.Implements(type)).Select(marker => marker.Name)])
                : EnumEmitter.Emit((NamedType.Enum)type, @namespace);
        }

        foreach (var marker in markers)
        {
            files[$"{marker.Name}.g.cs"] = marker.Emit(@namespace);
        }

        return files;
    }

    private static List<ChoiceMarker> Markers(SchemaSet set) =>
    [
        .. from record in set.Types.OfType<NamedType.Record>()
           from field in record.Fields
           let choice = ChoiceMarker.ChoiceIn(field.Type)
           where choice is not null
           select new ChoiceMarker(record, field, choice),
    ];
}
