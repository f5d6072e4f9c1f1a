namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>The arguments of a function call, and what may follow them.</content>
internal sealed partial class SqlParser
{
    /// <summary>Arguments in parentheses, and what may follow them: WITHIN GROUP, IGNORE NULLS, FILTER, OVER.</summary>
    private void Arguments(Expression into, string[] function)
    {
        if (!Enter())
        {
            return;
        }

        ExpectSymbol("(");
        var distinct = Take("DISTINCT") || Words.DistinctAggregates.Contains(function[^1]);
        if (!distinct && Is("ALL") && !IsSymbol(",", 1))
        {
            Take("ALL");
        }

        var first = into.Columns.Count;
        var counter = function.Length == 1 && Words.Counters.Contains(function[0]);
        while (!Failed && !TakeSymbol(")"))
        {
            Argument(into, counter);
            if (!TakeSymbol(","))
            {
                if (TakeBoth("ORDER", "BY"))
                {
                    OrderItems(into);
                }

                TakeNulls();
                ExpectSymbol(")");
                break;
            }
        }

        into.Distinct.AddRange(distinct ? into.Columns.Skip(first).Select(one => one.Parts) : []);
        AfterArguments(into);
        into.IsPlain = false;
        Leave();
    }

    private void Argument(Expression into, bool counter)
    {
        if (IsSymbol("=>", 1))
        {
            _at += 2;
        }

        if (IsSymbol("*"))
        {
            // count(*) shows no value.
            var ignored = new Expression();
            StarValue(counter ? ignored : into);
            Flag(StatementFlags.PacksRows, !counter);
            return;
        }

        var value = Expr();
        Flag(StatementFlags.PacksRows, value.Stars.Count > 0 && !counter);
        if (counter)
        {
            value.Stars.Clear();
        }

        into.Add(value, counted: counter && value.IsPlain);
    }

    private void TakeNulls()
    {
        if ((Is("IGNORE") || Is("RESPECT")) && Is("NULLS", 1))
        {
            _at += 2;
        }
    }

    private void AfterArguments(Expression into)
    {
        if (TakeBoth("WITHIN", "GROUP"))
        {
            ExpectSymbol("(");
            Expect("ORDER");
            Expect("BY");
            OrderItems(into);
            ExpectSymbol(")");
        }

        if (Is("FROM") && (Is("FIRST", 1) || Is("LAST", 1)) && (Is("OVER", 2) || Is("IGNORE", 2) || Is("RESPECT", 2)))
        {
            _at += 2;
        }

        TakeNulls();
        if (Is("FILTER") && IsSymbol("(", 1))
        {
            _at += 2;
            Expect("WHERE");
            Expr(into);
            ExpectSymbol(")");
        }

        if (Take("OVER"))
        {
            Window(into);
        }
    }

    private void Window(Expression into)
    {
        if (!TakeSymbol("("))
        {
            ColumnName();
            return;
        }

        if (AtName && !Is("PARTITION") && !Is("RANGE") && !Is("GROUPS"))
        {
            Name();
        }

        if (TakeBoth("PARTITION", "BY"))
        {
            ExprList(into);
        }

        if (TakeBoth("ORDER", "BY"))
        {
            OrderItems(into);
        }

        if (Take("ROWS") || Take("RANGE") || Take("GROUPS"))
        {
            while (!Failed && !AtEnd && !IsSymbol(")"))
            {
                SkipOne();
            }
        }

        ExpectSymbol(")");
    }
}
