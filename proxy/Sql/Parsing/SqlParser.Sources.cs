using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>What stands in FROM, USING and JOIN.</content>
internal sealed partial class SqlParser
{
    private void Sources(List<SourceNode> sources, SelectNode select)
    {
        if (!Enter())
        {
            return;
        }

        do
        {
            sources.Add(Source());
            while (!Failed && Join(sources, select))
            {
            }
        }
        while (!Failed && TakeSymbol(","));

        if (sources.Count > 1)
        {
            Flag(StatementFlags.Joins);
        }

        Leave();
    }

    private bool Join(List<SourceNode> sources, SelectNode select)
    {
        var at = _at;
        var natural = Take("NATURAL");
        select.MergesColumns |= natural;
        select.IsNatural |= natural;
        _ = Take("INNER") || Take("CROSS") || Take("ASOF") || Take("LEFT") || Take("RIGHT") || Take("FULL");
        _ = Take("OUTER") || Take("SEMI") || Take("ANTI");
        Take("DIRECTED");
        if (!Take("JOIN"))
        {
            if (_at != at)
            {
                Fail();
            }

            return false;
        }

        sources.Add(Source());
        if (Take("MATCH_CONDITION"))
        {
            select.Predicates.Add(Expr());
        }

        if (Take("ON"))
        {
            select.Predicates.Add(Expr());
        }
        else if (Take("USING"))
        {
            select.MergesColumns = true;
            var merged = new Expression();
            merged.Columns.AddRange(Names().Select(one => (new[] { one }, false)));
            select.Predicates.Add(merged);
        }

        return !Failed;
    }

    private SourceNode Source()
    {
        Take("LATERAL");
        var source = BareSource();
        while (!Failed && Suffix(ref source))
        {
        }

        return source;
    }

    private SourceNode BareSource()
    {
        if (IsSymbol("("))
        {
            return InParentheses();
        }

        if (Is("TABLE") && IsSymbol("(", 1))
        {
            return TableCall();
        }

        if (Is("VALUES"))
        {
            var query = new QueryNode();
            query.Terms.Add(new QueryTerm(null, null, Rows()));
            return new QuerySource(query);
        }

        if (Current.Kind == TokenKind.Stage)
        {
            return Stage(_tokens.Span(_tokens[_at++]).ToString());
        }

        if (Current.Kind == TokenKind.Text && _tokens.Value(Current).StartsWith('@'))
        {
            return Stage(_tokens.Value(_tokens[_at++]));
        }

        return Current.Kind == TokenKind.Variable ? Flow() : Named();
    }

    private StageSource Stage(string stage)
    {
        Flag(StatementFlags.StageRead);
        if (IsSymbol("("))
        {
            SkipParentheses();
        }

        return new StageSource(stage);
    }

    private SourceNode Flow()
    {
        if (int.TryParse(_tokens.Span(Current)[1..], out var back) && back > 0)
        {
            _at++;
            return new FlowSource(back);
        }

        Fail();
        return new DynamicSource();
    }

    private SourceNode InParentheses()
    {
        if (IsQueryAt(_at + 1))
        {
            _at++;
            var query = Query();
            ExpectSymbol(")");
            return new QuerySource(query);
        }

        _at++;
        var group = new SelectNode();
        Sources(group.Sources, group);
        ExpectSymbol(")");
        return new GroupSource(group);
    }

    /// <summary><c>TABLE(…)</c>: a name in a literal or bind, or a call of a table function.</summary>
    private SourceNode TableCall()
    {
        _at += 2;
        SourceNode source;
        if (IsQueryAt(_at))
        {
            source = new QuerySource(Query());
        }
        else if (Current.Kind is TokenKind.Text or TokenKind.DollarText)
        {
            source = NameIn(_tokens.Value(_tokens[_at++])) is { } parts ? new TableSource(parts) : Unseen();
        }
        else if (BindValue() is { } bound)
        {
            source = NameIn(bound) is { } parts ? new TableSource(parts) : Unseen();
        }
        else if (Current.Kind == TokenKind.Variable || IsSymbol("?") || IsSymbol(":"))
        {
            source = Unseen();
            while (!Failed && !AtEnd && !IsSymbol(")"))
            {
                SkipOne();
            }
        }
        else
        {
            source = Named();
        }

        ExpectSymbol(")");
        return source;
    }

    private DynamicSource Unseen()
    {
        _dynamic = true;
        return new DynamicSource();
    }

    private SourceNode Named()
    {
        var parts = ObjectParts();
        if (parts is null)
        {
            if (IsSymbol("("))
            {
                SkipParentheses();
            }

            return Unseen();
        }

        if (TakeSymbol("!") && !Failed)
        {
            parts = [.. parts, Name()];
        }

        if (!IsSymbol("(") || Failed)
        {
            return new TableSource(parts);
        }

        return Call(parts);
    }

    private FunctionSource Call(string[] parts)
    {
        var arguments = new Expression();
        NoteFunction(arguments, parts);
        if (parts is ["SEMANTIC_VIEW"])
        {
            SkipParentheses();
            return new FunctionSource(parts, arguments, null);
        }

        var first = _tokens[_at + 1].Kind == TokenKind.Text && IsSymbol(")", 2) ? _tokens.Value(_tokens[_at + 1]) : null;
        if (Is("LAST_QUERY_ID", 1) && IsSymbol("(", 2)
            && (IsSymbol(")", 3) || (IsSymbol("-", 3) && _tokens.Span(_tokens[_at + 4]) is "1" && IsSymbol(")", 5))))
        {
            first = SqlCatalog.LastResult;
        }

        if (parts is ["DIRECTORY"] && _tokens[_at + 1].Kind == TokenKind.Stage)
        {
            Flag(StatementFlags.StageRead);
        }

        Arguments(arguments, parts);
        return new FunctionSource(parts, arguments, first);
    }

    /// <summary>Reads what may follow a source: time travel, sampling, reshaping, an alias.</summary>
    private bool Suffix(ref SourceNode source)
    {
        if ((Is("AT") || Is("BEFORE") || Is("CHANGES") || (Is("END") && !_inScript)) && IsSymbol("(", 1))
        {
            _at++;
            SkipClause();
        }
        else if (Is("SAMPLE") || Is("TABLESAMPLE"))
        {
            Sample();
        }
        else if ((Is("PIVOT") || Is("UNPIVOT")) && (IsSymbol("(", 1) || Is("NULLS", 2)))
        {
            source = Pivot(source);
        }
        else if (Is("MATCH_RECOGNIZE") && IsSymbol("(", 1))
        {
            _at++;
            SkipClause();
            source = new ReshapedSource(source, new Expression(), All: true);
        }
        else if (source.Alias is null && (Is("AS") || (AtName && !IsOneOf(Words.NoAlias))))
        {
            Take("AS");
            source.Alias = ColumnName();
            if (IsSymbol("("))
            {
                source.ColumnAliases = Names();
            }
        }
        else
        {
            return false;
        }

        return true;
    }

    private void Sample()
    {
        Flag(StatementFlags.HasLimit);
        _at++;
        _ = Take("BERNOULLI") || Take("ROW") || Take("SYSTEM") || Take("BLOCK");
        SkipClause();
        if (Take("SEED") || Take("REPEATABLE"))
        {
            SkipParentheses();
        }
    }

    private ReshapedSource Pivot(SourceNode inner)
    {
        var isPivot = Is("PIVOT");
        _at++;
        _ = Take("INCLUDE") || Take("EXCLUDE");
        Take("NULLS");
        ExpectSymbol("(");
        var values = new Expression();
        var names = new Expression();
        if (isPivot)
        {
            ExprList(values, pivot: true);
            Expect("FOR");
            PivotColumn(names);
        }
        else
        {
            ColumnName();
            Expect("FOR");
            ColumnName();
            Expect("IN");
            ExpectSymbol("(");
            UnpivotColumns(values);
        }

        ExpectSymbol(")");
        return new ReshapedSource(inner, values, All: false) { Computes = isPivot, Names = names };
    }

    private void ExprList(Expression into, bool pivot)
    {
        do
        {
            Expr(into);
            if (pivot && Take("AS"))
            {
                Name();
            }
        }
        while (!Failed && TakeSymbol(","));
    }

    private void PivotColumn(Expression names)
    {
        names.Columns.Add((DottedName(), false));
        Expect("IN");
        ExpectSymbol("(");
        if (IsQueryAt(_at))
        {
            names.Queries.Add(Query());
        }
        else if (Take("ANY"))
        {
            if (TakeBoth("ORDER", "BY"))
            {
                OrderItems(names);
            }
        }
        else
        {
            ExprList(names, pivot: true);
        }

        ExpectSymbol(")");
        if (TakeBoth("DEFAULT", "ON"))
        {
            Expect("NULL");
            SkipClause();
        }
    }

    private void UnpivotColumns(Expression values)
    {
        do
        {
            values.Columns.Add(([ColumnName()], false));
            if (Take("AS"))
            {
                _at++;
            }
        }
        while (!Failed && TakeSymbol(","));

        ExpectSymbol(")");
    }
}
