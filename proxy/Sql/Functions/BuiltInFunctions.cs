using System.Collections.Frozen;

namespace Snowtrail.Proxy.Sql.Functions;

/// <summary>
/// Functions that Snowflake defines and that read no table but by their arguments. Nobody can make a function of such a name, so that a call
/// without a schema is what it seems to be. The list is <c>built-in.txt</c>.
/// </summary>
internal static class BuiltInFunctions
{
    private static readonly FrozenSet<string> Names = Read();

    /// <summary>True for a function of Snowflake's own.</summary>
    /// <param name="parts">The name as written, resolved to capitals, without or with database and schema.</param>
    public static bool Has(ReadOnlySpan<string> parts) => parts switch
    {
        [var name] => Names.Contains(name),
        [.., "INFORMATION_SCHEMA", _] => true,
        ["SNOWFLAKE", var schema, var name] => Names.Contains($"SNOWFLAKE.{schema}.{name}"),
        _ => false,
    };

    /// <summary>True for a function of Snowflake's own, by its dotted name.</summary>
    public static bool Has(string dotted) => Has(dotted.Split('.'));

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(BuiltInFunctions).Assembly.GetManifestResourceStream("Snowtrail.Proxy.Sql.Functions.built-in.txt")!;
        using var reader = new StreamReader(stream);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                names.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return names.ToFrozenSet(StringComparer.Ordinal);
    }
}
