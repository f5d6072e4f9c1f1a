namespace Snowtrail.Sandbox.Sql;

/// <summary>A token, or a bracketed group of nodes: all the structure the translation needs.</summary>
internal sealed record Node(Token Token, List<Node>? Items)
{
    /// <summary>A group; its <see cref="Token"/> then spans from the opening to the closing bracket and holds the opening one.</summary>
    public bool IsGroup => Items is not null;

    public bool IsParens => Items is not null && Token.Value == "(";

    public bool IsName => !IsGroup && Token.IsName;

    public bool IsWord(string word) => !IsGroup && Token.IsWord(word);

    public bool IsWord(params ReadOnlySpan<string> words) => !IsGroup && Token.Kind == TokenKind.Word && words.Contains(Token.Value);

    public bool IsSymbol(string symbol) => !IsGroup && Token.IsSymbol(symbol);

    public bool Is(TokenKind kind) => !IsGroup && Token.Kind == kind;

    /// <summary>Nests tokens by their brackets.</summary>
    public static List<Node> Nest(string sql, IReadOnlyList<Token> tokens)
    {
        var stack = new Stack<(Token Open, List<Node> Items)>();
        stack.Push((default, []));
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Symbol && token.Value is "(" or "[" or "{")
            {
                if (stack.Count > 200)
                {
                    throw SqlFailure.Syntax(sql, token.Start, token.Value);
                }

                stack.Push((token, []));
            }
            else if (token.Kind == TokenKind.Symbol && token.Value is ")" or "]" or "}")
            {
                var (open, items) = stack.Count > 1 ? stack.Pop() : throw SqlFailure.Syntax(sql, token.Start, token.Value);
                if (token.Value[0] != Closing(open.Value))
                {
                    throw SqlFailure.Syntax(sql, token.Start, token.Value);
                }

                stack.Peek().Items.Add(new Node(open with { End = token.End }, items));
            }
            else
            {
                stack.Peek().Items.Add(new Node(token, null));
            }
        }

        return stack.Count == 1 ? stack.Pop().Items : throw SqlFailure.Syntax(sql, sql.Length, "<EOF>");
    }

    public static char Closing(string open) => open switch { "(" => ')', "[" => ']', _ => '}' };

    /// <summary>Cuts nodes at a symbol of this level, commas for instance.</summary>
    public static List<List<Node>> Split(IEnumerable<Node> nodes, string symbol)
    {
        var parts = new List<List<Node>> { new() };
        foreach (var node in nodes)
        {
            if (node.IsSymbol(symbol))
            {
                parts.Add([]);
            }
            else
            {
                parts[^1].Add(node);
            }
        }

        return parts is [{ Count: 0 }] ? [] : parts;
    }
}
