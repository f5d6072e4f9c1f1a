using Snowtrail.Proxy.Sql.Functions;
using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>Expressions: operands and operators in turn, whatever their precedence.</content>
internal sealed partial class SqlParser
{
    private static readonly string[] SymbolOperators =
        ["+", "-", "*", "/", "%", "||", "=", "==", "!=", "<>", "<", ">", "<=", ">=", "->", "|", "&", "^"];

    private Expression Expr()
    {
        var expression = new Expression();
        Expr(expression);
        return expression;
    }

    private void Expr(Expression into)
    {
        if (!Enter())
        {
            return;
        }

        Operand(into);
        while (!Failed && Operator())
        {
            into.IsPlain = false;
            if (!TakeTruth())
            {
                Operand(into);
            }

            into.IsPlain = false;
        }

        Leave();
    }

    private bool _afterIs;

    /// <summary>Steps over an operator between two operands.</summary>
    private bool Operator()
    {
        _afterIs = false;
        if (Current.Kind == TokenKind.Symbol)
        {
            foreach (var symbol in SymbolOperators)
            {
                if (TakeSymbol(symbol))
                {
                    return true;
                }
            }

            return false;
        }

        if (Take("IS"))
        {
            Take("NOT");
            if (Take("DISTINCT"))
            {
                Expect("FROM");
                return !Failed;
            }

            _afterIs = true;
            return true;
        }

        if (Is("NOT") && IsOneOf(Words.WordOperators, 1))
        {
            _at++;
        }

        if (IsOneOf(Words.WordOperators))
        {
            _at++;
            return true;
        }

        if (TakeBoth("SIMILAR", "TO"))
        {
            return true;
        }

        return false;
    }

    /// <summary>What follows IS.</summary>
    private bool TakeTruth() =>
        _afterIs && (Take("NULL") || Take("TRUE") || Take("FALSE") || Take("UNKNOWN") || Take("DOCUMENT"));

    private void Operand(Expression into)
    {
        var plain = true;
        while (IsSymbol("-") || IsSymbol("+") || IsSymbol("~") || IsSymbol("**") || Is("NOT") || Is("PRIOR") || Is("CONNECT_BY_ROOT"))
        {
            // PRIOR and CONNECT_BY_ROOT give a column's own value, from another row.
            plain &= Is("PRIOR") || Is("CONNECT_BY_ROOT");
            _at++;
        }

        if ((Is("ANY") || Is("ALL") || Is("SOME")) && IsSymbol("(", 1))
        {
            _at++;
        }

        var start = _at;
        into.IsPlain = false;
        Primary(into);
        if (!Failed && _at > start && Postfix(into))
        {
            plain = false;
        }

        into.IsPlain &= plain;
    }

    private void Primary(Expression into)
    {
        switch (Current.Kind)
        {
            case TokenKind.Text or TokenKind.DollarText or TokenKind.Number:
                _at++;
                break;
            case TokenKind.Variable:
                Variable(into);
                break;
            case TokenKind.Stage:
                into.Stages.Add(_tokens.Span(Current).ToString());
                _at++;
                break;
            case TokenKind.Quoted:
                NameOrCall(into);
                break;
            case TokenKind.Word:
                WordOperand(into);
                break;
            case TokenKind.Symbol:
                SymbolOperand(into);
                break;
            default:
                Fail();
                break;
        }
    }

    private void Variable(Expression into)
    {
        var name = _tokens.Name(new Token(TokenKind.Word, Current.Start, Current.Length));
        _at++;
        if (char.IsAsciiDigit(name[1]))
        {
            into.UsesPosition = true;
            into.IsPlain = true;
        }
        else
        {
            into.Variables.Add(name);
        }
    }

    private void SymbolOperand(Expression into)
    {
        if (IsSymbol("("))
        {
            Parenthesis(into);
        }
        else if (TakeSymbol("?"))
        {
            into.Opaque |= _inScript;
        }
        else if (IsSymbol(":") && _tokens[_at + 1].Kind is TokenKind.Word or TokenKind.Number or TokenKind.Quoted)
        {
            _at += 2;
            into.Opaque |= _inScript;
        }
        else if (TakeSymbol("["))
        {
            List(into, "]");
            into.IsPlain = false;
        }
        else if (TakeSymbol("{"))
        {
            ObjectLiteral(into);
            into.IsPlain = false;
        }
        else
        {
            Fail();
        }
    }

    private void Parenthesis(Expression into)
    {
        var closing = _closing[_at];
        if (closing < 0)
        {
            Fail();
            return;
        }

        if (_tokens.IsSymbol(closing + 1, "->"))
        {
            _at = closing + 1;
            return;
        }

        if (IsQueryAt(_at + 1))
        {
            _at++;
            into.Queries.Add(Query());
            ExpectSymbol(")");
            return;
        }

        _at++;
        var inner = new Expression();
        var count = List(inner, ")");
        into.Add(inner);
        into.IsPlain = count == 1 && inner.IsPlain;
    }

    /// <summary>Expressions up to a closing symbol; returns how many.</summary>
    private int List(Expression into, string closing)
    {
        var count = 0;
        while (!Failed && !TakeSymbol(closing))
        {
            Expr(into);
            count++;
            if (!TakeSymbol(","))
            {
                ExpectSymbol(closing);
                break;
            }
        }

        return count;
    }

    private void ObjectLiteral(Expression into)
    {
        if (Current.Kind == TokenKind.Word && _tokens[_at + 1].Kind == TokenKind.Text)
        {
            _at += 2;
            ExpectSymbol("}");
            return;
        }

        while (!Failed && !TakeSymbol("}"))
        {
            if (IsSymbol("*") || (AtName && IsSymbol(".", 1)))
            {
                StarValue(into);
            }
            else
            {
                _at++;
                ExpectSymbol(":");
                Expr(into);
            }

            if (!TakeSymbol(","))
            {
                ExpectSymbol("}");
                break;
            }
        }
    }

    /// <summary>A star used as a value, with what it leaves out.</summary>
    private void StarValue(Expression into)
    {
        var qualifier = new List<string>();
        while (!Failed && !IsSymbol("*"))
        {
            qualifier.Add(Name());
            ExpectSymbol(".");
        }

        ExpectSymbol("*");
        into.Stars.Add([.. qualifier]);
        if (Take("ILIKE"))
        {
            _at++;
        }
        else if (Take("EXCLUDE") || Take("EXCEPT"))
        {
            ExcludedNames();
        }
    }

    private List<string> ExcludedNames() => IsSymbol("(") ? Names() : [ColumnName()];

    private void WordOperand(Expression into)
    {
        if (_tokens[_at + 1].Kind == TokenKind.Text && IsOneOf(Words.TypedLiterals))
        {
            _at += 2;
        }
        else if (Take("NULL") || Take("TRUE") || Take("FALSE"))
        {
        }
        else if (Take("CASE"))
        {
            Case(into);
        }
        else if ((Is("CAST") || Is("TRY_CAST")) && IsSymbol("(", 1))
        {
            Cast(into);
        }
        else if (Is("EXTRACT") && IsSymbol("(", 1))
        {
            Extract(into);
        }
        else if (Is("EXISTS") && IsSymbol("(", 1) && IsQueryAt(_at + 2))
        {
            _at++;
            Parenthesis(into);
        }
        else if (Is("TABLE") && IsSymbol("(", 1))
        {
            TableArgument(into);
        }
        else if (Is("SELECT") || Is("WITH"))
        {
            into.Queries.Add(Query());
        }
        else if (IsOneOf(Words.BareFunctions) && !IsSymbol("(", 1) && !IsSymbol(".", 1))
        {
            NoteFunction(into, [Name()]);
        }
        else
        {
            NameOrCall(into);
        }
    }

    private void Case(Expression into)
    {
        if (!Is("WHEN"))
        {
            Expr(into);
        }

        var branches = 0;
        while (!Failed && Take("WHEN"))
        {
            Expr(into);
            Expect("THEN");
            Expr(into);
            branches++;
        }

        if (Take("ELSE"))
        {
            Expr(into);
        }

        Expect("END");
        into.IsPlain = false;
        if (branches == 0)
        {
            Fail();
        }
    }

    private void Cast(Expression into)
    {
        var closing = _closing[_at + 1];
        _at += 2;
        Expr(into);
        into.IsPlain = false;
        Expect("AS");
        if (Failed || closing <= _at)
        {
            Fail();
            return;
        }

        _at = closing + 1;
    }

    private void Extract(Expression into)
    {
        _at += 2;
        if (Current.Kind is TokenKind.Word or TokenKind.Text && Is("FROM", 1))
        {
            _at += 2;
        }

        Expr(into);
        into.IsPlain = false;
        ExpectSymbol(")");
    }

    /// <summary>A table handed to a function: <c>TABLE(query or name) [PARTITION BY …] [ORDER BY …]</c>.</summary>
    private void TableArgument(Expression into)
    {
        var query = new QueryNode();
        var select = new SelectNode();
        select.Sources.Add(Source());
        select.Items.Add(new SelectItem(null, null) { StarQualifier = [] });
        query.Terms.Add(new QueryTerm(select, null, null));
        into.Queries.Add(query);
        if (TakeBoth("PARTITION", "BY"))
        {
            ExprList(into);
        }

        if (TakeBoth("ORDER", "BY"))
        {
            OrderItems(into);
        }
    }

    private void ExprList(Expression into)
    {
        do
        {
            Expr(into);
        }
        while (!Failed && TakeSymbol(","));
    }

    private void NameOrCall(Expression into)
    {
        if (Is("IDENTIFIER") && IsSymbol("(", 1))
        {
            ComputedName(into);
            return;
        }

        if (!AtName && !(IsOneOf(Words.CallableReserved) && IsSymbol("(", 1)))
        {
            Fail();
            return;
        }

        var parts = new List<string>(2) { Name() };
        while (!Failed && IsSymbol("."))
        {
            if (IsSymbol("*", 1))
            {
                _at += 2;
                into.Stars.Add([.. parts]);
                return;
            }

            _at++;
            if (TakeSymbol("."))
            {
                parts.Add("");
            }

            if (Current.Kind == TokenKind.Variable)
            {
                Variable(into);
                return;
            }

            parts.Add(Name());
        }

        if (TakeSymbol("!"))
        {
            parts.Add(Name());
        }

        NamedOperand(into, [.. parts]);
    }

    private void ComputedName(Expression into)
    {
        if (IdentifierCall() is { } parts)
        {
            NamedOperand(into, parts);
            return;
        }

        _dynamic = true;
        into.Opaque = true;
        if (IsSymbol("("))
        {
            Arguments(into, ["IDENTIFIER"]);
        }
    }

    private void NamedOperand(Expression into, string[] parts)
    {
        if (IsSymbol("("))
        {
            if (!(IsSymbol("+", 1) && IsSymbol(")", 2)))
            {
                NoteFunction(into, parts);
                Arguments(into, parts);
                return;
            }
        }

        if (parts[^1] is "NEXTVAL")
        {
            return;
        }

        into.Columns.Add((parts, false));
        into.IsPlain = true;
    }

    private void NoteFunction(Expression into, string[] parts)
    {
        into.Functions.Add(parts);
        var name = NoteName(parts);
        Flag(StatementFlags.Aggregates, Words.Aggregates.Contains(name));
        Flag(StatementFlags.ResultScan, name is "LAST_QUERY_ID" or "RESULT_SCAN");
        Flag(StatementFlags.UserFunction, !BuiltInFunctions.Has(parts));
        if (name == "GETVARIABLE")
        {
            VariableByName(into);
        }
    }

    /// <summary>Notes the name of a function or procedure, and what it does whoever calls it.</summary>
    private string NoteName(string[] parts)
    {
        var name = string.Join('.', parts);
        _draft.Functions.Add(name);
        Flag(StatementFlags.PresignedUrl, Words.PresignedUrls.Contains(name));
        Flag(StatementFlags.ExternalAccess, Words.WaysOut.Contains(name));
        return name;
    }

    private void VariableByName(Expression into)
    {
        if (_tokens[_at + 1].Kind == TokenKind.Text && IsSymbol(")", 2))
        {
            into.Variables.Add("$" + _tokens.Value(_tokens[_at + 1]).ToUpperInvariant());
        }
        else
        {
            into.Opaque = true;
        }
    }

    /// <summary>Casts, paths, indexes, collations after an operand; true when there was one that changes the value.</summary>
    private bool Postfix(Expression into)
    {
        var found = false;
        while (!Failed)
        {
            if (TakeSymbol("::"))
            {
                CastType();
            }
            else if (IsSymbol(":") && _tokens[_at + 1].Kind is TokenKind.Word or TokenKind.Quoted)
            {
                _at += 2;
            }
            else if (TakeSymbol("["))
            {
                Expr(into);
                if (TakeSymbol(":"))
                {
                    Expr(into);
                }

                ExpectSymbol("]");
            }
            else if (IsSymbol(".") && _tokens[_at + 1].Kind is TokenKind.Word or TokenKind.Quoted)
            {
                _at += 2;
            }
            else if (IsSymbol("(") && IsSymbol("+", 1) && IsSymbol(")", 2))
            {
                _at += 3;
                continue;
            }
            else if (Is("COLLATE") && _tokens[_at + 1].Kind == TokenKind.Text)
            {
                _at += 2;
            }
            else if (Is("AT") && Is("TIME", 1) && Is("ZONE", 2))
            {
                _at += 4;
            }
            else
            {
                break;
            }

            found = true;
        }

        return found;
    }

    private void CastType()
    {
        if (Current.Kind is not (TokenKind.Word or TokenKind.Quoted) || IsOneOf(Words.Reserved))
        {
            Fail();
            return;
        }

        DottedName();
        if (Is("PRECISION") || Is("VARYING"))
        {
            _at++;
        }

        if (IsSymbol("(") && !IsSymbol("+", 1))
        {
            SkipParentheses();
        }

        if ((Is("WITH") || Is("WITHOUT")) && (Is("TIME", 1) || Is("LOCAL", 1)))
        {
            _at += Is("LOCAL", 1) ? 4 : 3;
        }
    }
}
