using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>Queries: common tables, terms of set operations, select lists and clauses.</content>
internal sealed partial class SqlParser
{
    /// <summary>
    /// True when a query starts at a token. Looks through parentheses by what follows the closing one, so that nothing is read twice.
    /// </summary>
    private bool IsQueryAt(int index)
    {
        var start = index;
        while (_tokens.IsSymbol(start, "(") && start - index <= _options.DepthMax)
        {
            start++;
        }

        if (!_tokens.IsWord(start, "SELECT") && !_tokens.IsWord(start, "WITH")
            && !(_tokens.IsWord(start, "VALUES") && _tokens.IsSymbol(start + 1, "(")))
        {
            return false;
        }

        for (var open = start - 1; open >= index; open--)
        {
            if (_closing[open] < 0 || !EndsQuery(_closing[open] + 1))
            {
                return false;
            }
        }

        return true;
    }

    private bool EndsQuery(int index) =>
        _tokens[index].Kind == TokenKind.End || _tokens.IsSymbol(index, ")") || _tokens.IsSymbol(index, ";") || _tokens.IsSymbol(index, "->>")
        || _tokens.IsWord(index, "ORDER") || _tokens.IsWord(index, "LIMIT") || _tokens.IsWord(index, "OFFSET") || _tokens.IsWord(index, "FETCH")
        || (_tokens[index].Kind == TokenKind.Word && Words.SetOperators.Contains(_tokens.Name(_tokens[index])));

    private QueryNode Query()
    {
        var query = new QueryNode();
        if (!Enter())
        {
            return query;
        }

        if (Is("WITH"))
        {
            query.CommonTables.AddRange(CommonTables());
        }

        Terms(query);
        OrderAndLimit(query);
        Leave();
        return query;
    }

    private List<CommonTable> CommonTables()
    {
        var tables = new List<CommonTable>();
        Expect("WITH");
        Take("RECURSIVE");
        do
        {
            var name = ColumnName();
            var columns = IsSymbol("(") ? Names() : [];
            Expect("AS");
            ExpectSymbol("(");
            var query = Query();
            ExpectSymbol(")");
            tables.Add(new CommonTable(name, columns, query));
        }
        while (!Failed && TakeSymbol(","));

        return tables;
    }

    private void Terms(QueryNode query)
    {
        query.Terms.Add(Term());
        while (!Failed && IsOneOf(Words.SetOperators))
        {
            Flag(StatementFlags.SetOperation);
            var isUnion = Is("UNION");
            _at++;
            var isAll = Take("ALL");
            if (!isAll)
            {
                Take("DISTINCT");
            }

            var byName = TakeBoth("BY", "NAME");
            query.Terms.Add(Term() with { ByName = byName, Compares = !isUnion || !isAll });
        }
    }

    private QueryTerm Term()
    {
        if (IsSymbol("("))
        {
            _at++;
            var inner = Query();
            ExpectSymbol(")");
            return new QueryTerm(null, inner, null);
        }

        if (Is("VALUES"))
        {
            return new QueryTerm(null, null, Rows());
        }

        Expect("SELECT");
        return new QueryTerm(Select(), null, null);
    }

    private List<List<Expression>> Rows()
    {
        var rows = new List<List<Expression>>();
        Expect("VALUES");
        do
        {
            ExpectSymbol("(");
            var row = new List<Expression>();
            do
            {
                row.Add(Take("DEFAULT") ? new Expression() : Expr());
            }
            while (!Failed && TakeSymbol(","));

            ExpectSymbol(")");
            rows.Add(row);
        }
        while (!Failed && TakeSymbol(","));

        return rows;
    }

    private SelectNode Select()
    {
        var select = new SelectNode();
        select.IsDistinct = Take("DISTINCT");
        if (!select.IsDistinct)
        {
            Take("ALL");
        }

        if (Is("TOP") && _tokens[_at + 1].Kind == TokenKind.Number)
        {
            Flag(StatementFlags.HasLimit);
            _at += 2;
        }

        do
        {
            if (select.Items.Count > 0 && Is("FROM"))
            {
                break;
            }

            select.Items.Add(Item());
        }
        while (!Failed && TakeSymbol(","));

        if (_inScript && Take("INTO"))
        {
            IntoVariables();
        }

        if (Take("FROM"))
        {
            Sources(select.Sources, select);
        }

        while (!Failed && Clause(select))
        {
        }

        return select;
    }

    private void IntoVariables()
    {
        do
        {
            TakeSymbol(":");
            ColumnName();
        }
        while (!Failed && TakeSymbol(","));
    }

    private SelectItem Item()
    {
        var start = _at;
        while (_tokens[start].Kind is TokenKind.Word or TokenKind.Quoted && _tokens.IsSymbol(start + 1, "."))
        {
            start += 2;
        }

        if (_tokens.IsSymbol(start, "*") && (start == _at || AtName))
        {
            return StarItem();
        }

        var value = Expr();
        string? name = null;
        if (Take("AS"))
        {
            name = Name();
        }
        else if (Current.Kind == TokenKind.Quoted || (AtName && !IsOneOf(Words.NoAlias)))
        {
            name = Name();
        }
        else if (value.IsPlain && value.Columns.Count > 0)
        {
            name = value.Columns[^1].Parts[^1];
        }

        return new SelectItem(value, name);
    }

    private SelectItem StarItem()
    {
        Flag(StatementFlags.SelectStar);
        var qualifier = new List<string>();
        while (!Failed && !IsSymbol("*"))
        {
            qualifier.Add(Name());
            _at++;
        }

        _at++;
        var item = new SelectItem(null, null) { StarQualifier = [.. qualifier] };
        while (!Failed)
        {
            if (Is("ILIKE") && _tokens[_at + 1].Kind == TokenKind.Text)
            {
                _at += 2;
            }
            else if (Is("EXCLUDE") || (Is("EXCEPT") && !IsQueryAt(_at + 1) && !Is("ALL", 1)))
            {
                _at++;
                item.Excluded.AddRange(ExcludedNames());
            }
            else if (Take("REPLACE"))
            {
                Bracketed(() => item.Replaced.Add(Replacement()));
            }
            else if (Take("RENAME"))
            {
                Bracketed(() => item.Renamed.Add(Renaming()));
            }
            else
            {
                break;
            }
        }

        return item;
    }

    private (string Name, Expression Value) Replacement()
    {
        var value = Expr();
        Expect("AS");
        return (ColumnName(), value);
    }

    private (string From, string To) Renaming()
    {
        var from = ColumnName();
        Expect("AS");
        return (from, ColumnName());
    }

    /// <summary>One item, or several in parentheses.</summary>
    private void Bracketed(Action one)
    {
        if (!TakeSymbol("("))
        {
            one();
            return;
        }

        do
        {
            one();
        }
        while (!Failed && TakeSymbol(","));

        ExpectSymbol(")");
    }

    /// <summary>Reads a clause after FROM; false when none is here.</summary>
    private bool Clause(SelectNode select)
    {
        if (Take("WHERE"))
        {
            Flag(StatementFlags.HasWhere);
            select.Predicates.Add(Expr());
        }
        else if (Take("HAVING") || Take("QUALIFY") || TakeBoth("CONNECT", "BY") || TakeBoth("START", "WITH"))
        {
            Take("NOCYCLE");
            select.Predicates.Add(Expr());
        }
        else if (TakeBoth("GROUP", "BY"))
        {
            Flag(StatementFlags.Aggregates);
            if (Take("ALL"))
            {
                var all = new Expression();
                all.Ordinals.Add(0);
                select.Predicates.Add(all);
            }
            else
            {
                GroupItems(select);
            }
        }
        else if (Is("WINDOW") && Is("AS", 2))
        {
            NamedWindows(select);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void GroupItems(SelectNode select)
    {
        do
        {
            if (TakeBoth("GROUPING", "SETS"))
            {
                ExpectSymbol("(");
                var sets = new Expression();
                List(sets, ")");
                select.Predicates.Add(sets);
            }
            else
            {
                var item = new Expression();
                Ordinal(item);
                Expr(item);
                select.Predicates.Add(item);
            }
        }
        while (!Failed && TakeSymbol(","));
    }

    /// <summary>Notes a number that stands alone, without stepping over it.</summary>
    private void Ordinal(Expression into)
    {
        var next = _tokens[_at + 1];
        if (Current.Kind == TokenKind.Number && next.Kind is TokenKind.Word or TokenKind.End or TokenKind.Symbol && int.TryParse(_tokens.Span(Current), out var position))
        {
            into.Ordinals.Add(position);
        }
    }

    private void OrderAndLimit(QueryNode query)
    {
        if (TakeBoth("ORDER", "BY"))
        {
            Flag(StatementFlags.OrderBy);
            if (Is("ALL"))
            {
                _at++;
                Direction();
                var all = new Expression();
                all.Ordinals.Add(0);
                query.Ordering.Add(all);
            }
            else
            {
                var ordering = new Expression();
                OrderItems(ordering);
                query.Ordering.Add(ordering);
            }
        }

        if (Take("LIMIT"))
        {
            Flag(StatementFlags.HasLimit);
            query.Ordering.Add(Expr());
        }

        if (Take("OFFSET"))
        {
            query.Ordering.Add(Expr());
            if (!Take("ROW"))
            {
                Take("ROWS");
            }
        }

        if (Take("FETCH"))
        {
            Flag(StatementFlags.HasLimit);
            _ = Take("FIRST") || Take("NEXT");
            query.Ordering.Add(Expr());
            _ = Take("ROW") || Take("ROWS");
            Take("ONLY");
        }
    }

    private void OrderItems(Expression into)
    {
        do
        {
            Ordinal(into);
            Expr(into);
            Direction();
        }
        while (!Failed && TakeSymbol(","));
    }

    private void Direction()
    {
        _ = Take("ASC") || Take("DESC");
        if (Take("NULLS") && !Take("FIRST"))
        {
            Expect("LAST");
        }
    }
}
