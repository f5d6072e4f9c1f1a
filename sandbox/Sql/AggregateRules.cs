namespace Snowtrail.Sandbox.Sql;

/// <summary>LISTAGG and ARRAY_AGG, whose order stands behind them in Snowflake and inside them in DuckDB.</summary>
internal static class AggregateRules
{
    public static bool TryWrite(Translator translator, List<Node> nodes, int at, out string written, out int end)
    {
        written = "";
        end = at + 2;
        var name = nodes[at].Token.Value;
        if (name is not ("LISTAGG" or "ARRAY_AGG" or "STRING_AGG"))
        {
            return false;
        }

        var order = "";
        if (end + 2 < nodes.Count && nodes[end].IsWord("WITHIN") && nodes[end + 1].IsWord("GROUP") && nodes[end + 2].IsParens)
        {
            order = " " + translator.Render(nodes[end + 2].Items!);
            end += 3;
        }

        var arguments = Node.Split(nodes[at + 1].Items!, ",");
        var value = arguments.Count > 0 ? translator.Render(arguments[0]) : throw SqlFailure.WrongArguments(name);
        if (name == "ARRAY_AGG")
        {
            var bare = value.StartsWith("DISTINCT ", StringComparison.Ordinal) ? value["DISTINCT ".Length..] : value;
            written = $"list({value}{order}) FILTER (WHERE ({bare}) IS NOT NULL)";
            return true;
        }

        var delimiter = arguments.Count > 1 ? translator.Render(arguments[1]) : "''";
        written = $"string_agg({value}, {delimiter}{order})";
        written = end < nodes.Count && nodes[end].IsWord("OVER") ? written : $"coalesce({written}, '')";
        return true;
    }
}
