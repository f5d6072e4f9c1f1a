using Snowtrail.Proxy.Sql.Lexing;
using Snowtrail.Proxy.Sql.Lineage;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>A text as statements, each bound to names as it is read: a later one sees what an earlier one made.</content>
internal sealed partial class SqlParser
{
    private StatementDraft _draft = new();
    private Binder _binder = null!;
    private SqlCatalog _catalog = SqlCatalog.Empty;
    private SessionNames _names = SessionNames.None;
    private List<SqlStatement> _flow = [];
    private CommonTables? _leading;
    private bool _inScript;
    private bool _dynamic;

    /// <summary>The statements of a text.</summary>
    public static List<SqlStatement> Read(
        SqlTokens tokens,
        SessionNames names,
        SqlCatalog catalog,
        IReadOnlyDictionary<string, string?>? binds,
        SqlAnalyzerOptions options)
    {
        var parser = new SqlParser(tokens, options, binds, 0) { _names = names, _catalog = catalog };
        return parser.Statements();
    }

    private List<SqlStatement> Statements()
    {
        var found = new List<SqlStatement>();
        while (!AtEnd)
        {
            if (TakeSymbol(";"))
            {
                continue;
            }

            if (found.Count >= _options.StatementsMax)
            {
                found.Add(SqlAnalyzer.Unreadable);
                break;
            }

            var start = _at;
            var depth = _depth;
            var statement = FlowOfStatements();
            if (Failed || !(AtEnd || IsSymbol(";")))
            {
                Recover(start, depth);
                statement = Unread(start);
            }

            found.Add(statement);
            _catalog = _catalog.After(statement);
        }

        return found;
    }

    /// <summary>Goes to the end of the statement that could not be read.</summary>
    private void Recover(int start, int depth)
    {
        (Failed, _at, _depth, _inScript) = (false, start, depth, false);
        while (!AtEnd && !IsSymbol(";"))
        {
            _at++;
        }
    }

    private SqlStatement Unread(int start)
    {
        var draft = new StatementDraft { Output = null };
        NoteLiterals(draft, start, _at);
        return draft.Finish();
    }

    /// <summary>A statement, or several where each reads the results of those before.</summary>
    private SqlStatement FlowOfStatements()
    {
        _flow = [];
        var statement = Statement();
        while (!Failed && TakeSymbol("->>"))
        {
            _flow.Add(statement);
            statement = Statement();
        }

        if (_flow.Count == 0 || Failed)
        {
            return statement;
        }

        var whole = new StatementDraft { Verb = statement.Verb, Output = statement.OutputColumns };
        foreach (var one in _flow.Append(statement))
        {
            whole.Include(one);
        }

        whole.Class = AnalysisUnion.Riskiest(whole.Inner.Select(one => one.Class));
        return whole.Finish();
    }

    /// <summary>Reads one statement with a draft of its own.</summary>
    private SqlStatement Statement()
    {
        var (outerDraft, outerBinder, outerDynamic, outerLeading) = (_draft, _binder, _dynamic, _leading);
        var start = _at;
        var draft = new StatementDraft();
        (_draft, _dynamic, _leading) = (draft, false, null);
        _binder = new Binder(_names, _catalog, draft, _flow, _options.LineageMax);
        if (Enter())
        {
            Verb();
            Leave();
        }

        if (_dynamic)
        {
            Flag(StatementFlags.Dynamic);
        }

        if (draft.Flags.HasFlag(StatementFlags.Dynamic))
        {
            draft.BaseReads.Add(Lineage.Sources.AnyObject);
        }

        NoteLiterals(draft, start, _at);
        (_draft, _binder, _dynamic, _leading) = (outerDraft, outerBinder, outerDynamic, outerLeading);
        if (Failed)
        {
            draft.Class = StatementClass.Unknown;
        }

        return draft.Finish();
    }

    private void Flag(StatementFlags flag, bool when = true) => _draft.Flags |= when ? flag : StatementFlags.None;

    private void Is(StatementClass what, string verb) => (_draft.Class, _draft.Verb) = (what, verb);

    private void NoteLiterals(StatementDraft draft, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var token = _tokens[i];
            if (token.Kind == TokenKind.Stage)
            {
                draft.Stages.Add(_tokens.Span(token).ToString());
            }
            else if (token.Kind == TokenKind.FileUri)
            {
                draft.Urls.Add(_tokens.Span(token).ToString());
            }
            else if (token.Kind is TokenKind.Text)
            {
                NoteText(draft, _tokens.Value(token));
            }
        }
    }

    private static void NoteText(StatementDraft draft, string value)
    {
        if (value.StartsWith('@') && !value.AsSpan().ContainsAny(' ', '\n'))
        {
            draft.Stages.Add(value);
        }
        else if (UrlSchemes.Any(scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
        {
            draft.Urls.Add(SqlRedactor.Redact(value));
        }
    }

    private static readonly string[] UrlSchemes =
        ["s3://", "s3gov://", "s3china://", "s3compat://", "gcs://", "azure://", "http://", "https://", "file://"];

    private void Verb()
    {
        if (Current.Kind != TokenKind.Word && !IsSymbol("("))
        {
            Fail();
            return;
        }

        switch (Current.Kind == TokenKind.Word ? _tokens.Name(Current) : "(")
        {
            case "SELECT" or "(" or "VALUES":
                QueryStatement();
                break;
            case "WITH":
                WithStatement();
                break;
            case "INSERT":
                Insert();
                break;
            case "UPDATE":
                Update();
                break;
            case "DELETE":
                Delete();
                break;
            case "MERGE":
                Merge();
                break;
            case "TRUNCATE":
                Truncate();
                break;
            case "COPY":
                Copy();
                break;
            case "PUT" or "GET" or "REMOVE" or "RM" or "LIST" or "LS":
                Files();
                break;
            case "CREATE":
                Create();
                break;
            case "ALTER":
                Alter();
                break;
            case "DROP" or "UNDROP":
                DropOrUndrop();
                break;
            case "COMMENT":
                Comment();
                break;
            case "GRANT" or "REVOKE":
                GrantOrRevoke();
                break;
            default:
                SmallStatement();
                break;
        }
    }

    private void QueryStatement()
    {
        var verb = Is("VALUES") ? "VALUES" : "SELECT";
        Is(StatementClass.Query, verb);
        BindQuery(Query());
    }

    /// <summary>Binds a query as the statement's result.</summary>
    private void BindQuery(QueryNode query)
    {
        if (!Failed)
        {
            _draft.Output = _binder.Query(query, _leading, null).Columns;
        }
    }

    /// <summary>Common tables before a query, or before a change of data.</summary>
    private void WithStatement()
    {
        var start = _at;
        if (_tokens.IsWord(start + 2, "AS") && _tokens.IsWord(start + 3, "PROCEDURE"))
        {
            AnonymousProcedure();
            return;
        }

        var query = new QueryNode();
        query.CommonTables.AddRange(CommonTables());
        if (Failed)
        {
            return;
        }

        if (Is("SELECT") || Is("VALUES") || IsSymbol("("))
        {
            Is(StatementClass.Query, "SELECT");
            Terms(query);
            OrderAndLimit(query);
            BindQuery(query);
            return;
        }

        foreach (var table in query.CommonTables)
        {
            var relation = _binder.Query(table.Query, _leading, null).Renamed(table.Columns);
            _leading = new CommonTables(table.Name, relation, _leading);
        }

        if (Is("INSERT") || Is("UPDATE") || Is("DELETE") || Is("MERGE"))
        {
            Verb();
        }
        else
        {
            Fail();
        }
    }

    private void AnonymousProcedure()
    {
        Is(StatementClass.Call, "WITH PROCEDURE");
        Flag(StatementFlags.Call | StatementFlags.CreatesRoutine | StatementFlags.Dynamic);
        _draft.Output = null;
        SkipTail();
    }

    private void SmallStatement()
    {
        var verb = Name();
        switch (verb)
        {
            case "SHOW":
                Is(StatementClass.Metadata, "SHOW");
                _ = ColumnOrReserved();
                SkipTail();
                break;
            case "DESCRIBE" or "DESC":
                Is(StatementClass.Metadata, "DESCRIBE");
                _ = ColumnOrReserved();
                SkipTail();
                break;
            case "EXPLAIN":
                Explain();
                break;
            case "USE":
                Use();
                break;
            case "SET":
                Set();
                break;
            case "UNSET":
                Is(StatementClass.Session, "UNSET");
                _ = IsSymbol("(") ? Names() : [ColumnName()];
                break;
            case "BEGIN":
                Begin();
                break;
            case "START":
                Is(StatementClass.Transaction, "BEGIN");
                Expect("TRANSACTION");
                TransactionName();
                break;
            case "COMMIT" or "ROLLBACK":
                Is(StatementClass.Transaction, verb);
                Take("WORK");
                break;
            case "CALL":
                Call();
                break;
            case "EXECUTE":
                Execute();
                break;
            case "DECLARE":
                _at--;
                Block();
                break;
            default:
                Fail();
                break;
        }
    }

    private string ColumnOrReserved() => Name();

    private void Explain()
    {
        if (Take("USING"))
        {
            Name();
        }

        var inner = Statement();
        _draft.Include(inner);
        _draft.Inner.Clear();
        _draft.Changes.Clear();
        Is(inner.Class == StatementClass.Unknown ? StatementClass.Unknown : StatementClass.Metadata, "EXPLAIN");
    }

    private void Use()
    {
        Is(StatementClass.Session, "USE");
        if (TakeBoth("SECONDARY", "ROLES"))
        {
            SkipTail();
            return;
        }

        var kind = !IsSymbol(".", 1) && (Is("ROLE") || Is("WAREHOUSE") || Is("DATABASE") || Is("SCHEMA") || Is("CATALOG"))
            && !EndsStatement(_at + 1) ? Name() : "";
        var parts = ObjectParts();
        _names = (kind, parts) switch
        {
            ("ROLE" or "WAREHOUSE", _) => _names,
            (_, null) => SessionNames.None,
            ("SCHEMA", [var schema]) => _names with { Schema = schema },
            (_, [var database, var schema]) => new(database, schema),
            (_, [var database]) => new(database, "PUBLIC"),
            _ => SessionNames.None,
        };
        Flag(StatementFlags.Dynamic, parts is null);
    }

    private bool EndsStatement(int index) => _tokens[index].Kind == TokenKind.End || _tokens.IsSymbol(index, ";");

    private void Set()
    {
        Is(StatementClass.Session, "SET");
        var names = IsSymbol("(") ? Names() : [ColumnName()];
        ExpectSymbol("=");
        var value = Expr();
        if (Failed)
        {
            return;
        }

        var sources = Lineage.Sources.Distinct(_binder.Value(value, null, new Scope(null)));
        foreach (var name in names)
        {
            _draft.Changes.Add(new CatalogChange(CatalogChangeKind.Define, new ObjectName(null, null, "$" + name))
            {
                Lineage = new DerivedObject([], false, sources, _draft.BaseReads.List),
                SessionOnly = true,
            });
        }
    }

    private void Begin()
    {
        if (EndsStatement(_at) || Is("TRANSACTION") || Is("WORK") || Is("NAME"))
        {
            Is(StatementClass.Transaction, "BEGIN");
            _ = Take("TRANSACTION") || Take("WORK");
            TransactionName();
            return;
        }

        _at--;
        Block();
    }

    private void TransactionName()
    {
        if (Take("NAME"))
        {
            ColumnName();
        }
    }

    private void Call()
    {
        Is(StatementClass.Call, "CALL");
        Flag(StatementFlags.Call);
        _draft.Output = null;
        var parts = ObjectParts();
        Flag(StatementFlags.Dynamic, parts is null);
        if (Failed)
        {
            return;
        }

        var arguments = new Expression();
        if (parts is not null)
        {
            NoteName(parts);
        }

        if (TakeSymbol("!"))
        {
            Name();
        }

        Arguments(arguments, parts ?? ["IDENTIFIER"]);
        if (Take("INTO"))
        {
            TakeSymbol(":");
            ColumnName();
        }

        if (!Failed)
        {
            _binder.Note(arguments);
            _draft.BaseReads.Add(Lineage.Sources.AnyObject);
        }
    }

    private void Execute()
    {
        _draft.Output = null;
        if (!Take("IMMEDIATE"))
        {
            var kind = Is("DBT") || Is("JOB") || Is("MANAGED") ? $"{Name()} {Name()}" : Name();
            Is(StatementClass.Call, "EXECUTE " + kind);
            if (!(kind is "TASK" or "ALERT" or "NOTEBOOK" or "SERVICE" || kind.Contains(' ', StringComparison.Ordinal)))
            {
                Fail();
            }

            Flag(StatementFlags.Call);
            _draft.BaseReads.Add(Lineage.Sources.AnyObject);
            SkipTail();
            return;
        }

        Is(StatementClass.Call, "EXECUTE IMMEDIATE");
        Flag(StatementFlags.Call | StatementFlags.Dynamic);
        if (Current.Kind is TokenKind.Text or TokenKind.DollarText)
        {
            IncludeText(_tokens.Value(_tokens[_at++]));
        }
        else if (BindValue() is { } bound)
        {
            IncludeText(bound);
        }

        SkipTail();
    }

    /// <summary>Takes in the statements of a text inside this one.</summary>
    private void IncludeText(string text)
    {
        if (!Enter())
        {
            return;
        }

        var tokens = SqlTokens.Read(text);
        if (!tokens.Ok)
        {
            _draft.Inner.Add(SqlAnalyzer.Unreadable);
        }
        else
        {
            var parser = new SqlParser(tokens, _options, null, _depth) { _names = _names, _catalog = _catalog, _inScript = true };
            foreach (var inner in parser.Statements())
            {
                _draft.Include(inner);
            }
        }

        Leave();
    }
}
