using System.Text;

namespace Snowtrail.Sandbox.Sql;

/// <summary>Writes a select list and names its expressions as Snowflake does: by their text, upper-cased.</summary>
internal static class SelectList
{
    public static int Write(Translator translator, List<Node> nodes, int at, StringBuilder text)
    {
        Translator.Append(text, "SELECT", 0);
        at++;
        while (at < nodes.Count && nodes[at].IsWord("DISTINCT", "ALL"))
        {
            at = Translator.Append(text, nodes[at].Token.Value, at + 1);
        }

        string? top = null;
        if (at + 1 < nodes.Count && nodes[at].IsWord("TOP") && nodes[at + 1].Is(TokenKind.Number))
        {
            top = nodes[at + 1].Token.Value;
            at += 2;
        }

        var end = End(nodes, at);
        var items = Node.Split(nodes[at..end], ",");
        if (items is [.., { Count: 0 }])
        {
            items.RemoveAt(items.Count - 1);
        }

        Translator.Append(text, string.Join(", ", items.Select(item => Item(translator, item))), 0);
        return top is null ? end : Limited(translator, nodes, end, top, text);
    }

    /// <summary>An item without an alias of its own whose name DuckDB would make differently.</summary>
    public static bool NeedsAlias(List<Node> item) =>
        item.Count > 0 && !IsPlainName(item) && !item.Exists(n => n.IsSymbol("*") && IsStar(item, n)) && !HasAlias(item);

    /// <summary>Where the list ends; the GROUP of WITHIN GROUP belongs to it.</summary>
    private static int End(List<Node> nodes, int at)
    {
        for (; at < nodes.Count; at++)
        {
            if (nodes[at].Is(TokenKind.Word) && Keywords.EndList.Contains(nodes[at].Token.Value) && !(at > 0 && nodes[at - 1].IsWord("WITHIN")))
            {
                break;
            }
        }

        return at;
    }

    private static string Item(Translator translator, List<Node> item)
    {
        if (item.Count == 0)
        {
            throw new SqlFailure("001003", "42000", "SQL compilation error:\nsyntax error line 1 at position 7 unexpected ','.");
        }

        var written = translator.Render(item);
        return NeedsAlias(item) ? written + " AS " + Literals.Name(translator.SourceText(item)) : written;
    }

    private static bool IsStar(List<Node> item, Node star)
    {
        var at = item.IndexOf(star);
        return at == 0 || item[at - 1].IsSymbol(".");
    }

    private static bool IsPlainName(List<Node> item)
    {
        for (var i = 0; i < item.Count; i++)
        {
            if (i % 2 == 0 ? !item[i].IsName : !item[i].IsSymbol("."))
            {
                return false;
            }
        }

        return item.Count % 2 == 1 && !(item.Count == 1 && (Keywords.NoAlias.Contains(item[0].Token.Value) || FunctionRules.IsBareFunction(item[0])));
    }

    private static bool HasAlias(List<Node> item)
    {
        if (item.Count < 2 || !item[^1].IsName || (item[^1].Is(TokenKind.Word) && Keywords.NoAlias.Contains(item[^1].Token.Value)))
        {
            return false;
        }

        var before = item[^2];
        return before.IsGroup || (before.Token.Kind == TokenKind.Word
            ? before.Token.Value is "END" or "NULL" or "TRUE" or "FALSE" or "AS" || !Keywords.NoAlias.Contains(before.Token.Value)
            : before.Token.Kind != TokenKind.Symbol);
    }

    private static int Limited(Translator translator, List<Node> nodes, int at, string top, StringBuilder text)
    {
        var rest = translator.Render(nodes[at..]);
        Translator.Append(text, rest + " LIMIT " + top, 0);
        return nodes.Count;
    }
}
