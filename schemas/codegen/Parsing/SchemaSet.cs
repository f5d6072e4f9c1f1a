using Snowtrail.Schemas.Codegen.Model;

namespace Snowtrail.Schemas.Codegen.Parsing;

/// <summary>All named types of a build, checked as a whole, in the order of their names.</summary>
internal sealed class SchemaSet
{
    private readonly SortedDictionary<string, NamedType> _types = new(StringComparer.Ordinal);

    private SchemaSet()
    {
    }

    internal IEnumerable<NamedType> Types => _types.Values;

    internal NamedType this[string fullName] => _types[fullName];

    internal bool Contains(string fullName) => _types.ContainsKey(fullName);

    /// <summary>Reads and checks the files; the first broken rule is thrown.</summary>
    internal static SchemaSet Load(IEnumerable<SchemaSource> sources)
    {
        var set = new SchemaSet();
        foreach (var source in sources.OrderBy(source => source.File, StringComparer.Ordinal))
        {
            set.Add(SchemaParser.Parse(source));
        }

        foreach (var record in set.Types.OfType<NamedType.Record>())
        {
            new RecordCheck(set, record).Run();
        }

        CycleCheck.Run(set);
        return set;
    }

    private void Add(NamedType type)
    {
        // Names in C# drop the Avro namespace and its letter case is not enough to tell two files apart everywhere.
        var twin = Types.FirstOrDefault(other => string.Equals(other.Name, type.Name, StringComparison.OrdinalIgnoreCase));
        if (twin is not null)
        {
            throw new SchemaException(type.File, $"{type.FullName} is already defined as {twin.FullName} in {Path.GetFileName(twin.File)}.");
        }

        _types.Add(type.FullName, type);
    }
}
