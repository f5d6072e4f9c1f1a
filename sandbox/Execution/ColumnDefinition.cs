using System.Runtime.InteropServices;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>A column of CREATE TABLE or ADD COLUMN, in DuckDB's words. Keys are dropped: Snowflake does not enforce them either.</summary>
internal sealed record ColumnDefinition(string Name, string? Type, string Sql, string? Declared)
{
    public static IEnumerable<ColumnDefinition> ReadAll(Translator translator, List<Node> list) =>
        Node.Split(list, ",").Where(item => item.Count > 0 && !IsConstraint(item)).Select(item => Read(translator, item));

    public static ColumnDefinition Read(Translator translator, List<Node> item)
    {
        if (!item[0].IsName)
        {
            throw translator.Unexpected(item[0]);
        }

        var name = item[0].Token.Value;
        if (item.Count == 1)
        {
            return new(name, null, Literals.Name(name), null);
        }

        var (length, type) = TypeNames.Read(CollectionsMarshal.AsSpan(item)[1..]);
        var arguments = item.Count > length && item[length].IsParens ? item[length].Items : null;
        var sql = Literals.Name(name) + " " + type + Constraints(translator, item[(1 + length)..]);
        return new(name, type, sql, TypeNames.Declared(item[1].Token.Value, arguments));
    }

    private static bool IsConstraint(List<Node> item) => item[0].IsWord("PRIMARY", "UNIQUE", "FOREIGN", "CONSTRAINT") && item.Count > 1;

    private static string Constraints(Translator translator, List<Node> nodes)
    {
        var sql = "";
        for (var at = 0; at < nodes.Count; at++)
        {
            if (nodes[at].IsWord("NOT") && at + 1 < nodes.Count && nodes[at + 1].IsWord("NULL"))
            {
                sql += " NOT NULL";
                at++;
            }
            else if (nodes[at].IsWord("DEFAULT"))
            {
                var end = nodes.FindIndex(at + 1, n => n.IsWord("NOT", "NULL", "COMMENT", "PRIMARY", "UNIQUE", "COLLATE", "CONSTRAINT", "REFERENCES"));
                end = end < 0 || end == at + 1 ? nodes.Count : end;
                sql += " DEFAULT (" + translator.Render(nodes[(at + 1)..end]) + ")";
                at = end - 1;
            }
            else if (nodes[at].IsWord("AUTOINCREMENT", "IDENTITY", "AS", "MASKING"))
            {
                throw SqlFailure.Unsupported("column property " + nodes[at].Token.Value);
            }
            else if (nodes[at].IsWord("COMMENT", "COLLATE"))
            {
                at++;
            }
        }

        return sql;
    }
}
