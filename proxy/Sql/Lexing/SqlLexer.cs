using System.Buffers;

namespace Snowtrail.Proxy.Sql.Lexing;

/// <summary>
/// Cuts a text into tokens in one pass, without allocating. Where this reader and the warehouse could disagree on where a comment or a
/// name ends, it answers <see cref="TokenKind.Error"/>: a disagreement would let a statement hide.
/// </summary>
internal ref struct SqlLexer(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> OtherLineEnds = SearchValues.Create("\r\u000B\f\u0085\u2028\u2029");

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Comments stepped over by the last call, from the first's start to the last's end; length 0 when there were none.</summary>
    public (int Start, int Length) Comment { get; private set; }

    public Token Next()
    {
        Comment = default;
        if (!SkipBlanks())
        {
            return Error(_at);
        }

        if (_at >= _text.Length)
        {
            return new Token(TokenKind.End, _text.Length, 0);
        }

        var c = _text[_at];
        return c switch
        {
            '\'' => Text(),
            '"' => Quoted(),
            '$' => Dollar(),
            '@' => Stage(),
            >= '0' and <= '9' => Number(),
            '.' when char.IsAsciiDigit(Peek(1)) => Number(),
            _ when IsNameStart(c) => Word(),
            _ => Symbol(),
        };
    }

    private readonly char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private bool SkipBlanks()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (char.IsWhiteSpace(c) || (c == '\uFEFF' && _at == 0))
            {
                _at++;
            }
            else if ((c == '-' && Peek(1) == '-') || (c == '/' && Peek(1) == '/'))
            {
                if (!SkipLineComment())
                {
                    return false;
                }
            }
            else if (c == '/' && Peek(1) == '*')
            {
                var end = _text[(_at + 2)..].IndexOf("*/");
                if (end < 0)
                {
                    return false;
                }

                Note(_at, _at + 4 + end);
                _at += end + 4;
            }
            else
            {
                return true;
            }
        }

        return true;
    }

    private bool SkipLineComment()
    {
        var rest = _text[_at..];
        var end = rest.IndexOf('\n');
        var line = end < 0 ? rest : rest[..end];

        // Another reader may end the line at these; text after them would then be a statement that is a comment to us.
        var other = line.IndexOfAny(OtherLineEnds);
        if (other >= 0 && !line[other..].IsWhiteSpace())
        {
            return false;
        }

        Note(_at, _at + line.Length);
        _at += line.Length;
        return true;
    }

    private void Note(int start, int end) => Comment = Comment.Length == 0 ? (start, end - start) : (Comment.Start, end - Comment.Start);

    private Token Take(TokenKind kind, int end, int code = 0)
    {
        var token = new Token(kind, _at, end - _at, code);
        _at = end;
        return token;
    }

    private Token Error(int start)
    {
        _at = _text.Length;
        return new Token(TokenKind.Error, start, _text.Length - start);
    }

    private Token Text()
    {
        for (var i = _at + 1; i < _text.Length; i++)
        {
            if (_text[i] == '\\')
            {
                i++;
            }
            else if (_text[i] == '\'')
            {
                if (i + 1 >= _text.Length || _text[i + 1] != '\'')
                {
                    return Take(TokenKind.Text, i + 1);
                }

                i++;
            }
        }

        return Error(_at);
    }

    private Token Quoted()
    {
        var end = QuotedEnd(_at);
        return end < 0 || end == _at + 2 ? Error(_at) : Take(TokenKind.Quoted, end);
    }

    private readonly int QuotedEnd(int start)
    {
        for (var i = start + 1; i < _text.Length; i++)
        {
            if (_text[i] == '"')
            {
                if (i + 1 >= _text.Length || _text[i + 1] != '"')
                {
                    return i + 1;
                }

                i++;
            }
        }

        return -1;
    }

    private Token Dollar()
    {
        if (Peek(1) == '$')
        {
            var end = _text[(_at + 2)..].IndexOf("$$");
            return end < 0 ? Error(_at) : Take(TokenKind.DollarText, _at + 4 + end);
        }

        var at = _at + 1;
        while (at < _text.Length && IsNamePart(_text[at]))
        {
            at++;
        }

        return at == _at + 1 ? Error(_at) : Take(TokenKind.Variable, at);
    }

    private Token Stage()
    {
        var at = _at + 1;
        if (at < _text.Length && _text[at] == '~')
        {
            at++;
        }
        else
        {
            at = StageName(at);
            if (at < 0)
            {
                return Error(_at);
            }
        }

        if (at < _text.Length && _text[at] == '/')
        {
            while (at < _text.Length && !char.IsWhiteSpace(_text[at]) && !",;()'\"".Contains(_text[at]))
            {
                at++;
            }
        }

        // A path that holds a comment's opening would be cut by a reader that sees the comment.
        var whole = _text[_at..at];
        var unclear = whole.IndexOf("--") >= 0 || whole.IndexOf("//") >= 0 || whole.IndexOf("/*") >= 0;
        return unclear ? Error(_at) : Take(TokenKind.Stage, at);
    }

    private readonly int StageName(int at)
    {
        var start = at;
        while (at < _text.Length)
        {
            var c = _text[at];
            if (c == '"')
            {
                at = QuotedEnd(at);
                if (at < 0)
                {
                    return -1;
                }
            }
            else if (IsNamePart(c) || c == '.' || (c == '%' && (at == start || _text[at - 1] == '.')))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at == start ? -1 : at;
    }

    private Token Number()
    {
        var at = Digits(_at);
        if (at < _text.Length && _text[at] == '.')
        {
            at = Digits(at + 1);
        }

        if (at < _text.Length && (_text[at] | 0x20) == 'e')
        {
            var exponent = at + 1;
            if (exponent < _text.Length && _text[exponent] is '+' or '-')
            {
                exponent++;
            }

            if (exponent < _text.Length && char.IsAsciiDigit(_text[exponent]))
            {
                at = Digits(exponent);
            }
        }

        return Take(TokenKind.Number, at);
    }

    private readonly int Digits(int at)
    {
        while (at < _text.Length && char.IsAsciiDigit(_text[at]))
        {
            at++;
        }

        return at;
    }

    private Token Word()
    {
        var at = _at + 1;
        while (at < _text.Length && IsNamePart(_text[at]))
        {
            at++;
        }

        var isFile = at - _at == 4 && _text[_at..at].Equals("file", StringComparison.OrdinalIgnoreCase) && _text[at..].StartsWith("://");
        if (!isFile)
        {
            return Take(TokenKind.Word, at);
        }

        while (at < _text.Length && !char.IsWhiteSpace(_text[at]) && _text[at] is not (';' or '\'' or '"'))
        {
            at++;
        }

        return Take(TokenKind.FileUri, at);
    }

    private static readonly string[] Pairs = ["::", ":=", "=>", "->", "||", "<=", ">=", "<>", "!=", "==", "**"];

    private Token Symbol()
    {
        if (_text[_at..].StartsWith("->>"))
        {
            return Take(TokenKind.Symbol, _at + 3, Token.CodeOf("->>"));
        }

        foreach (var pair in Pairs)
        {
            if (_text[_at] == pair[0] && Peek(1) == pair[1])
            {
                return Take(TokenKind.Symbol, _at + 2, Token.CodeOf(pair));
            }
        }

        return "(),;.*+-/%=<>!:?[]{}|&^~".Contains(_text[_at]) ? Take(TokenKind.Symbol, _at + 1, _text[_at]) : Error(_at);
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || (c > '\u007F' && IsForeignLetter(c));

    private static bool IsNamePart(char c) => IsNameStart(c) || char.IsAsciiDigit(c) || c == '$';

    // Letters whose upper or lower case is an ASCII letter could spell an ASCII name that is not seen: they are refused.
    private static bool IsForeignLetter(char c) => char.IsLetter(c) && c is not ('\u0130' or '\u0131' or '\u017F' or '\u212A');
}
