using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Walks the nodes of a DDL statement.</summary>
internal sealed class DdlCursor(Translator translator, List<Node> nodes)
{
    private int at;

    public Translator Translator => translator;

    public bool AtEnd => at >= nodes.Count;

    public Node Current => AtEnd ? nodes[^1] : nodes[at];

    /// <summary>The object's name in DuckDB: a temporary one lives in the session's own catalog.</summary>
    public static string Target(Session session, IReadOnlyList<string> name, bool temporary) =>
        temporary || session.Temporary.ContainsKey(name[^1])
            ? "temp." + Literals.Name(name[^1])
            : string.Join('.', name.Select(Literals.Name));

    public static void Remember(Session session, IReadOnlyList<string> name, bool temporary)
    {
        if (temporary)
        {
            session.Temporary[name[^1]] = true;
        }
    }

    public Token Take() => AtEnd || nodes[at].IsGroup ? throw translator.Unexpected(Current) : nodes[at++].Token;

    public bool TakeWords(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (at + i >= nodes.Count || !nodes[at + i].IsWord(words[i]))
            {
                return false;
            }
        }

        at += words.Length;
        return true;
    }

    public List<string> TakeAny(params string[] words)
    {
        var taken = new List<string>();
        while (!AtEnd && nodes[at].IsWord(words))
        {
            taken.Add(nodes[at++].Token.Value);
        }

        return taken;
    }

    /// <summary>The name, with IF NOT EXISTS before or behind it.</summary>
    public List<string> TakeName(bool known, out bool ifNotExists)
    {
        var name = NamePath.Read(translator, nodes, ref at);
        ifNotExists = known | TakeWords("IF", "NOT", "EXISTS");
        return name;
    }

    public List<Node>? TakeParens() => !AtEnd && nodes[at].IsParens ? nodes[at++].Items : null;

    /// <summary>Moves behind a word of this level; properties before it are dropped.</summary>
    public void SkipTo(string word)
    {
        if (!TrySkipTo(word))
        {
            throw translator.Unexpected(nodes[^1]);
        }
    }

    public bool TrySkipTo(string word)
    {
        var found = nodes.FindIndex(at, n => n.IsWord(word));
        at = found < 0 ? at : found + 1;
        return found >= 0;
    }

    public List<Node> Rest()
    {
        var rest = nodes[at..];
        at = nodes.Count;
        return rest.Count > 0 ? rest : throw translator.Unexpected(nodes[^1]);
    }
}
