namespace Snowtrail.Sandbox.Sql;

/// <summary>Reads names of one to three parts.</summary>
internal static class NamePath
{
    /// <summary>The parts of the name at <paramref name="at"/>, which moves behind it.</summary>
    public static List<string> Read(Translator translator, List<Node> nodes, ref int at)
    {
        if (at >= nodes.Count)
        {
            throw new SqlFailure("001003", "42000", "SQL compilation error:\nsyntax error unexpected '<EOF>'.");
        }

        if (nodes[at].IsWord("IDENTIFIER") && at + 1 < nodes.Count && nodes[at + 1].IsParens)
        {
            at += 2;
            return FromIdentifier(translator, nodes[at - 1].Items!);
        }

        var parts = new List<string>();
        while (at < nodes.Count && nodes[at].IsName)
        {
            parts.Add(nodes[at++].Token.Value);
            if (at >= nodes.Count || !nodes[at].IsSymbol("."))
            {
                return parts;
            }

            at++;
        }

        throw translator.Unexpected(nodes[Math.Min(at, nodes.Count - 1)]);
    }

    /// <summary>The name inside <c>IDENTIFIER('a.b')</c>, whose argument may be a string, a bind or a variable.</summary>
    public static List<string> FromIdentifier(Translator translator, List<Node> arguments)
    {
        if (arguments is [{ IsGroup: false } only] && only.IsName)
        {
            return [only.Token.Value];
        }

        var literal = translator.Render(arguments);
        if (literal is not ['\'', .., '\''])
        {
            throw SqlFailure.Missing(literal);
        }

        var text = literal[1..^1].Replace("''", "'", StringComparison.Ordinal);
        var nodes = Node.Nest(text, Tokenizer.Read(text));
        var at = 0;
        var parts = Read(new Translator(text, translator.Scope), nodes, ref at);
        return at == nodes.Count ? parts : throw SqlFailure.Missing(text);
    }
}
