using Snowtrail.Proxy.Sql.Lexing;
using Snowtrail.Proxy.Sql.Lineage;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>Statements that move data between tables, stages and files.</content>
internal sealed partial class SqlParser
{
    private void Copy()
    {
        Expect("COPY");
        if (Take("FILES"))
        {
            Is(StatementClass.Unload, "COPY FILES");
            Flag(StatementFlags.Unload);
            Expect("INTO");
            SkipTail();
            return;
        }

        Expect("INTO");
        if (Current.Kind is TokenKind.Stage or TokenKind.Text)
        {
            Unload();
        }
        else
        {
            Load();
        }
    }

    private void Unload()
    {
        Is(StatementClass.Unload, "COPY INTO LOCATION");
        Flag(StatementFlags.Unload);
        var location = Current.Kind == TokenKind.Stage ? _tokens.Span(Current).ToString() : _tokens.Value(Current);
        _at++;
        Expect("FROM");
        var relation = Relation.Nothing;
        if (TakeSymbol("("))
        {
            var query = Query();
            ExpectSymbol(")");
            relation = Failed ? relation : _binder.Query(query, null, null);
        }
        else if (ObjectParts() is { } parts && !Failed)
        {
            var name = _binder.Resolve(parts);
            _binder.Read(name);
            relation = _binder.Stored(name);
        }
        else
        {
            _dynamic = true;
        }

        if (TakeBoth("PARTITION", "BY"))
        {
            SkipParentheses();
        }

        SkipTail();
        if (!Failed && location.StartsWith('@'))
        {
            AddTaint(_binder.ResolveStage(location), [], Lineage.Sources.As(LineageKind.Derived, relation.All));
        }
    }

    private void Load()
    {
        Is(StatementClass.Load, "COPY INTO");
        var target = Target();
        var columns = IsSymbol("(") ? Names() : [];
        Expect("FROM");
        if (IsQueryAt(_at))
        {
            ExpectSymbol("(");
            var query = Query();
            ExpectSymbol(")");
            if (!Failed)
            {
                Taint(target, columns, _binder.Query(query, null, null));
            }
        }
        else if (Current.Kind is TokenKind.Stage or TokenKind.Text)
        {
            var location = Current.Kind == TokenKind.Stage ? _tokens.Span(Current).ToString() : _tokens.Value(Current);
            _at++;
            Flag(StatementFlags.StageRead);
            if (location.StartsWith('@'))
            {
                AddTaint(target, [], _binder.Stored(_binder.ResolveStage(location)).All);
            }
        }
        else
        {
            Fail();
        }

        SkipTail();
    }

    private void Files()
    {
        var verb = Name() switch { "RM" => "REMOVE", "LS" => "LIST", var other => other };
        Is(verb == "LIST" ? StatementClass.Metadata : StatementClass.FileTransfer, verb);
        Flag(StatementFlags.FileTransfer, verb != "LIST");
        if (Current.Kind is not (TokenKind.Stage or TokenKind.Text or TokenKind.FileUri))
        {
            Fail();
            return;
        }

        _at++;
        if (verb is "PUT" or "GET")
        {
            if (Current.Kind is not (TokenKind.Stage or TokenKind.Text or TokenKind.FileUri))
            {
                Fail();
            }

            _at++;
        }

        SkipTail();
    }
}
