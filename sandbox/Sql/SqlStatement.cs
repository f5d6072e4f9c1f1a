namespace Snowtrail.Sandbox.Sql;

/// <summary>One statement of a request's text: its nodes, and the text they point into.</summary>
internal sealed record SqlStatement(string Source, List<Node> Nodes)
{
    public StatementKind Kind { get; } = StatementKinds.Of(Nodes);

    public int Start => Nodes[0].Token.Start;

    /// <summary>The statement as written.</summary>
    public string Text => Source[Nodes[0].Token.Start..Nodes[^1].Token.End];

    /// <summary>Cuts a request's text at its semicolons; empty statements vanish.</summary>
    public static List<SqlStatement> ReadAll(string sql)
    {
        var nodes = Node.Nest(sql, Tokenizer.Read(sql));
        if (StatementKinds.IsScripting(nodes))
        {
            return [new SqlStatement(sql, nodes)];
        }

        return [.. Node.Split(nodes, ";").Where(part => part.Count > 0).Select(part => new SqlStatement(sql, part))];
    }

    /// <summary>How many values must be bound: positions or distinct names.</summary>
    public static int CountBinds(IReadOnlyList<SqlStatement> statements) =>
        statements.SelectMany(s => Flatten(s.Nodes)).Where(t => t.Kind == TokenKind.Bind).Select(t => t.Value).Distinct().Count();

    private static IEnumerable<Token> Flatten(IEnumerable<Node> nodes) =>
        nodes.SelectMany(n => n.IsGroup ? Flatten(n.Items!) : [n.Token]);
}
