namespace Snowtrail.Sandbox.Sql;

/// <summary>Writes <c>TABLE(...)</c>: row generators and results of earlier statements.</summary>
internal static class TableFunctions
{
    public static string Write(Translator translator, List<Node> items)
    {
        if (items is [{ IsGroup: false } name, { IsParens: true } arguments])
        {
            return name.Token.Value switch
            {
                "GENERATOR" => Generator(translator, name, arguments.Items!),
                "RESULT_SCAN" => ResultScan(translator, arguments.Items!),
                _ => throw SqlFailure.Unsupported("table function " + name.Token.Value),
            };
        }

        return items is [{ IsGroup: false }, ..] && items[0].IsName
            ? translator.Render(items)
            : "(" + translator.Render(items) + ")";
    }

    public static string ResultTable(string queryId) => "temp." + Literals.Name("RESULT_SCAN$" + queryId.ToLowerInvariant());

    private static string Generator(Translator translator, Node name, List<Node> arguments)
    {
        foreach (var argument in Node.Split(arguments, ","))
        {
            if (argument.Count > 2 && argument[0].IsWord("ROWCOUNT") && argument[1].IsSymbol("=>"))
            {
                return $"(SELECT range AS \"SEQ$\" FROM range({translator.Render(argument[2..])}))";
            }
        }

        throw translator.Unexpected(name);
    }

    private static string ResultScan(Translator translator, List<Node> arguments)
    {
        var literal = translator.Render(arguments);
        if (literal is not ['\'', .., '\''])
        {
            throw new SqlFailure("000709", "02000", "Statement not found");
        }

        var id = literal[1..^1].ToLowerInvariant();
        translator.Effects.ResultScans.Add(id);
        return ResultTable(id);
    }
}
