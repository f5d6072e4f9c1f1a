using Snowtrail.Schemas.Codegen.Model;

namespace Snowtrail.Schemas.Codegen.Parsing;

/// <summary>A record that holds itself must do so through an array, a map or a union; otherwise no value of it could end.</summary>
internal static class CycleCheck
{
    internal static void Run(SchemaSet set)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in set.Types.OfType<NamedType.Record>())
        {
            Visit(set, record, [], done);
        }
    }

    private static void Visit(SchemaSet set, NamedType.Record record, List<string> path, HashSet<string> done)
    {
        if (path.Contains(record.FullName))
        {
            throw new SchemaException(record.File, $"{record.FullName} holds itself: {string.Join(" -> ", path)} -> {record.FullName}.");
        }

        if (!done.Add(record.FullName))
        {
            return;
        }

        path.Add(record.FullName);
        foreach (var part in record.Fields.Select(field => field.Type).OfType<AvroType.Named>())
        {
            if (set[part.FullName] is NamedType.Record inner)
            {
                Visit(set, inner, path, done);
            }
        }

        path.RemoveAt(path.Count - 1);
    }
}
