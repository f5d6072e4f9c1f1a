using System.Runtime.InteropServices;
using System.Text;

namespace Snowtrail.Sandbox.Sql;

/// <summary>
/// Writes one Snowflake statement in DuckDB's dialect. It walks tokens nested by brackets: names are upper-cased, functions go through
/// <see cref="FunctionRules"/>, types through <see cref="TypeNames"/>, and select items get the names Snowflake gives them.
/// </summary>
internal sealed class Translator(string source, SqlScope scope)
{
    private bool generates;

    public SqlEffects Effects { get; } = new();

    public SqlScope Scope => scope;

    /// <summary>Whether a row generator feeds the statement; SEQ4 then counts its rows.</summary>
    public bool Generates => generates;

    public string Translate(List<Node> nodes)
    {
        generates = Contains(nodes, "GENERATOR");
        return Render(nodes);
    }

    public string Render(List<Node> nodes)
    {
        var text = new StringBuilder();
        var at = 0;
        while (at < nodes.Count)
        {
            at = Step(nodes, at, text);
        }

        return text.ToString();
    }

    public SqlFailure Unexpected(Node node) =>
        SqlFailure.Syntax(source, node.Token.Start, source[node.Token.Start..Math.Min(node.Token.End, node.Token.Start + 40)]);

    /// <summary>The source text of nodes, upper-cased: how Snowflake names an expression's column.</summary>
    public string SourceText(List<Node> nodes) =>
        source[nodes[0].Token.Start..nodes[^1].Token.End].ToUpperInvariant();

    private int Step(List<Node> nodes, int at, StringBuilder text)
    {
        var node = nodes[at];
        if (node.IsGroup)
        {
            return Append(text, node.Token.Value + Render(node.Items!) + Node.Closing(node.Token.Value), at + 1);
        }

        return node.Token.Kind switch
        {
            TokenKind.Text => Append(text, Literals.Text(node.Token.Value), at + 1),
            TokenKind.Number => Append(text, node.Token.Value, at + 1),
            TokenKind.Bind => Append(text, Bind(node.Token.Value), at + 1),
            TokenKind.Variable => Append(text, Variable(node), at + 1),
            TokenKind.Symbol => Symbol(nodes, at, text),
            _ => Name(nodes, at, text),
        };
    }

    private int Symbol(List<Node> nodes, int at, StringBuilder text)
    {
        var node = nodes[at];
        if (node.IsSymbol("::"))
        {
            var (length, type) = TypeNames.Read(CollectionsMarshal.AsSpan(nodes)[(at + 1)..]);
            text.Append("::").Append(type);
            return at + 1 + length;
        }

        return node.Token.Value switch
        {
            "@" => throw SqlFailure.Unsupported("stage"),
            "->>" => throw SqlFailure.Unsupported("->>"),
            "\\" or "#" or "`" or "&" or "~" => throw Unexpected(node),
            _ => Append(text, node.Token.Value, at + 1),
        };
    }

    private int Name(List<Node> nodes, int at, StringBuilder text)
    {
        var node = nodes[at];
        if (node.IsWord("SELECT") && !(at > 0 && nodes[at - 1].IsSymbol(".")))
        {
            return SelectList.Write(this, nodes, at, text);
        }

        if (node.IsWord("CAST", "TRY_CAST") && Next(nodes, at) is { IsParens: true } cast)
        {
            return Append(text, Cast(node.Token.Value, cast.Items!), at + 2);
        }

        if (node.IsWord("TABLE") && Next(nodes, at) is { IsParens: true } table)
        {
            return Append(text, TableFunctions.Write(this, table.Items!), at + 2);
        }

        if (node.IsWord("MINUS"))
        {
            return Append(text, "EXCEPT", at + 1);
        }

        if (node.IsWord("TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ", "DATETIME") && Next(nodes, at) is { } next && next.Is(TokenKind.Text))
        {
            return Append(text, TypeNames.Map(node.Token.Value, null), at + 1);
        }

        if (node.IsWord("X") && Next(nodes, at) is { } hex && hex.Is(TokenKind.Text) && hex.Token.Start == node.Token.End)
        {
            return Append(text, "unhex(" + Literals.Text(hex.Token.Value) + ")", at + 2);
        }

        if (FunctionRules.IsBareFunction(node) && !(Next(nodes, at)?.IsParens ?? false) && !(at > 0 && nodes[at - 1].IsSymbol(".")))
        {
            return Append(text, FunctionRules.Apply(this, node, []), at + 1);
        }

        var length = PathLength(nodes, at);
        if (length == 1 && node.Is(TokenKind.Word) && Next(nodes, at) is { IsParens: true } arguments)
        {
            return Function(nodes, at, arguments, text);
        }

        return Path(nodes, at, length, text);
    }

    private int Function(List<Node> nodes, int at, Node arguments, StringBuilder text)
    {
        var node = nodes[at];
        if (node.IsWord("IDENTIFIER"))
        {
            return Append(text, RenderName(NamePath.FromIdentifier(this, arguments.Items!)), at + 2);
        }

        if (AggregateRules.TryWrite(this, nodes, at, out var aggregate, out var end))
        {
            return JsonPath(nodes, end, aggregate, text);
        }

        var written = FunctionRules.Has(node.Token.Value)
            ? FunctionRules.Apply(this, node, Node.Split(arguments.Items!, ","))
            : node.Token.Value + "(" + Render(arguments.Items!) + ")";
        return JsonPath(nodes, at + 2, written, text);
    }

    /// <summary>A dotted name; a following <c>:path</c> reaches into semi-structured data.</summary>
    private int Path(List<Node> nodes, int at, int length, StringBuilder text)
    {
        var parts = nodes.Skip(at).Take(length).Where(n => !n.IsSymbol(".")).Select(n => n.Token).ToList();
        if (parts.Count is 2 or 3 && parts[^2].IsWord("INFORMATION_SCHEMA") && parts[^1].IsName)
        {
            var view = InformationSchema.View(parts[^1].Value, parts.Count == 3 ? parts[0].Value : scope.Database);
            return Append(text, view + (HasAlias(nodes, at + length) ? "" : " AS " + Literals.Name(parts[^1].Value)), at + length);
        }

        if (parts.Count == 1 && parts[0].Kind == TokenKind.Word)
        {
            return JsonPath(nodes, at + 1, parts[0].Value, text);
        }

        return JsonPath(nodes, at + length, RenderName([.. parts.Select(p => p.Value)], parts), text);
    }

    private int JsonPath(List<Node> nodes, int at, string operand, StringBuilder text)
    {
        var path = new StringBuilder("$");
        if (at < nodes.Count && nodes[at].IsSymbol(":") && at + 1 < nodes.Count && nodes[at + 1].IsName)
        {
            at++;
            path.Append('.').Append(JsonKey(nodes[at]));
            for (at++; at < nodes.Count; at++)
            {
                if (nodes[at].IsSymbol(".") && at + 1 < nodes.Count && nodes[at + 1].IsName)
                {
                    path.Append('.').Append(JsonKey(nodes[++at]));
                }
                else if (nodes[at] is { IsGroup: true, Token.Value: "[", Items: [{ IsGroup: false } index] } && index.Is(TokenKind.Number))
                {
                    path.Append('[').Append(index.Token.Value).Append(']');
                }
                else
                {
                    break;
                }
            }

            var asText = at + 1 < nodes.Count && nodes[at].IsSymbol("::");
            operand = $"{(asText ? "json_extract_string" : "json_extract")}({operand}, {Literals.Text(path.ToString())})";
        }

        return Append(text, operand, at);
    }

    private string JsonKey(Node node) =>
        "\"" + (node.Is(TokenKind.Quoted) ? node.Token.Value : source[node.Token.Start..node.Token.End]).Replace("\"", "", StringComparison.Ordinal) + "\"";

    private string RenderName(IReadOnlyList<string> parts) =>
        scope.Temporary.Contains(parts[^1]) && IsHere(parts)
            ? "temp." + Literals.Name(parts[^1])
            : string.Join('.', parts.Select(Literals.Name));

    private string RenderName(IReadOnlyList<string> parts, List<Token> tokens) =>
        parts.Count == 3 && scope.Temporary.Contains(parts[2]) && IsHere(parts)
            ? "temp." + Literals.Name(parts[2])
            : string.Join('.', tokens.Select(t => t.Kind == TokenKind.Quoted ? Literals.Name(t.Value) : t.Value));

    private bool IsHere(IReadOnlyList<string> parts) =>
        parts.Count < 2 || (parts[^2] == scope.Schema && (parts.Count < 3 || parts[0] == scope.Database));

    private string Cast(string function, List<Node> items)
    {
        var at = items.FindLastIndex(n => n.IsWord("AS"));
        if (at <= 0)
        {
            throw items.Count > 0 ? Unexpected(items[^1]) : SqlFailure.WrongArguments(function);
        }

        var (_, type) = TypeNames.Read(CollectionsMarshal.AsSpan(items)[(at + 1)..]);
        return $"{function}({Render(items[..at])} AS {type})";
    }

    private string Bind(string key) => scope.Binds.TryGetValue(key, out var literal) ? literal : "CAST(NULL AS VARCHAR)";

    private string Variable(Node node)
    {
        var name = node.Token.Value;
        return name.Length > 0 && char.IsAsciiDigit(name[0])
            ? "COLUMN" + name
            : scope.Variables.TryGetValue(name, out var literal)
                ? literal
                : throw new SqlFailure("002211", "42601", $"SQL compilation error: error line 1 at position 7\nSession variable '${name}' does not exist");
    }

    private static bool HasAlias(List<Node> nodes, int at) =>
        at < nodes.Count && nodes[at].IsName && (nodes[at].IsWord("AS") || !Keywords.Follow.Contains(nodes[at].Token.Value));

    private static int PathLength(List<Node> nodes, int at)
    {
        var length = 1;
        while (at + length + 1 < nodes.Count && nodes[at + length].IsSymbol(".")
            && (nodes[at + length + 1].IsName || nodes[at + length + 1].IsSymbol("*")))
        {
            length += 2;
            if (nodes[at + length - 1].IsSymbol("*"))
            {
                break;
            }
        }

        return length;
    }

    private static Node? Next(List<Node> nodes, int at) => at + 1 < nodes.Count ? nodes[at + 1] : null;

    private static bool Contains(List<Node> nodes, string word) =>
        nodes.Exists(n => n.IsGroup ? Contains(n.Items!, word) : n.IsWord(word));

    /// <summary>Appends with a space where two words would run together, and says where to go on.</summary>
    public static int Append(StringBuilder text, string written, int next)
    {
        if (text.Length > 0 && written.Length > 0 && text[^1] != ' ' && text[^1] != '.' && written[0] is not ('.' or ',' or ')'))
        {
            text.Append(' ');
        }

        text.Append(written);
        return next;
    }
}
