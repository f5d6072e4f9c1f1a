using Snowtrail.Proxy.Sql.Lexing;
using Snowtrail.Proxy.Sql.Lineage;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>Statements about objects: CREATE, ALTER, DROP, COMMENT, GRANT.</content>
internal sealed partial class SqlParser
{
    /// <summary>The kind of object, as <c>TABLE</c> or <c>MASKING POLICY</c>; empty, failing, when there is none that is known.</summary>
    private string Kind()
    {
        var words = new List<string>();
        while (!Failed && words.Count < 6 && Current.Kind == TokenKind.Word)
        {
            var word = _tokens.Name(Current);
            var ends = Words.ObjectKinds.Contains(word) && !KindGoesOn(word);
            if (!ends && !Words.KindModifiers.Contains(word))
            {
                break;
            }

            _at++;
            Flag(StatementFlags.Temporary, word is "TEMP" or "TEMPORARY" or "VOLATILE" || (word is "LOCAL" or "GLOBAL" && Is("TEMP")));
            if (!StorageWords.Contains(word))
            {
                words.Add(word);
            }

            if (ends)
            {
                return string.Join(' ', words);
            }
        }

        Fail();
        return "";
    }

    // These say how an object is kept, not what it is.
    private static readonly string[] StorageWords =
        ["TEMP", "TEMPORARY", "VOLATILE", "TRANSIENT", "LOCAL", "GLOBAL", "SECURE", "RECURSIVE", "HYBRID", "ICEBERG", "INTERACTIVE", "IMMUTABLE"];

    /// <summary>DATABASE ROLE, APPLICATION PACKAGE and others begin with a word that is a kind itself.</summary>
    private bool KindGoesOn(string word) => word switch
    {
        "DATABASE" => Is("ROLE", 1),
        "APPLICATION" => Is("ROLE", 1) || Is("PACKAGE", 1),
        "ORGANIZATION" => Is("PROFILE", 1) || Is("ACCOUNT", 1) || Is("USER", 1) || Is("LISTING", 1),
        _ => false,
    };

    private void ClassifyKind(string verb, string kind)
    {
        var principal = kind is "USER" or "ROLE" or "DATABASE ROLE" or "APPLICATION ROLE" or "ORGANIZATION USER";
        Is(principal ? StatementClass.Dcl : StatementClass.Ddl, $"{verb} {kind}");
        Flag(StatementFlags.ExternalAccess, kind.EndsWith("INTEGRATION", StringComparison.Ordinal) || kind is "EXTERNAL FUNCTION" or "NETWORK RULE" or "EXTERNAL VOLUME");
        Flag(StatementFlags.Share, kind is "SHARE" or "LISTING" or "ORGANIZATION LISTING" or "REPLICATION GROUP" or "FAILOVER GROUP" or "MANAGED ACCOUNT");
        Flag(StatementFlags.CreatesRoutine, verb == "CREATE" && (IsRoutine(kind) || kind is "TASK" or "ALERT" or "PIPE" or "SERVICE" or "STREAMLIT"
            or "NOTEBOOK" or "APPLICATION" or "APPLICATION PACKAGE" or "AGENT"));
    }

    private static bool IsRoutine(string kind) => kind.EndsWith("FUNCTION", StringComparison.Ordinal) || kind == "PROCEDURE";

    /// <summary>True for what lives in a schema and is written or read by its name.</summary>
    private static bool IsSchemaObject(string kind) => kind.EndsWith("TABLE", StringComparison.Ordinal) || kind.EndsWith("VIEW", StringComparison.Ordinal)
        || kind is "STREAM" or "STAGE" or "TASK" or "PIPE" or "SEQUENCE" or "ALERT" or "TAG" or "SECRET" or "FILE FORMAT" || IsRoutine(kind)
        || kind.EndsWith("POLICY", StringComparison.Ordinal);

    private static bool HoldsRows(string kind) =>
        kind.EndsWith("TABLE", StringComparison.Ordinal) || kind.EndsWith("VIEW", StringComparison.Ordinal) || kind == "STREAM";

    private void Create()
    {
        Expect("CREATE");
        var replaces = Is("OR");
        if (Take("OR") && !Take("REPLACE"))
        {
            Expect("ALTER");
        }

        var kind = Kind();
        ClassifyKind("CREATE", kind);
        var keeps = false;
        if (Take("IF"))
        {
            Expect("NOT");
            Expect("EXISTS");
            keeps = true;
        }

        if (Failed)
        {
            return;
        }

        if (HoldsRows(kind))
        {
            CreateRows(keeps && !replaces);
        }
        else if (kind is "SCHEMA" or "DATABASE")
        {
            CreateContainer(kind);
        }
        else if (IsRoutine(kind))
        {
            CreateRoutine(kind);
        }
        else if (kind is "TASK" or "ALERT" or "PIPE")
        {
            NamedTarget();
            InnerAfter("AS", "THEN");
        }
        else
        {
            CreateOther(kind);
        }
    }

    private void CreateOther(string kind)
    {
        if (ObjectParts() is { } parts && !Failed && IsSchemaObject(kind))
        {
            _draft.Created = _binder.Resolve(parts);
            _draft.Writes.Add(_draft.Created);
        }

        SkipTail();
    }

    private ObjectName? NamedTarget()
    {
        var target = Target();
        _draft.Created = target;
        return target;
    }

    private void CreateRows(bool keeps)
    {
        var target = NamedTarget();
        var columns = new List<string>();
        DerivedObject? lineage = null;
        while (!Failed && !AtStatementEnd && lineage is null)
        {
            if (IsSymbol("(") && columns.Count == 0 && !IsQueryAt(_at))
            {
                columns = ColumnDefinitions();
            }
            else if (Is("AS") && IsQueryAt(_at + 1))
            {
                _at++;
                lineage = FromQuery(columns);
            }
            else if (Is("CLONE") || ((Is("TABLE") || Is("VIEW")) && _tokens.IsWord(_at - 1, "ON")))
            {
                lineage = FromObject();
            }
            else if (Is("AS") || TakeBoth("USING", "TEMPLATE"))
            {
                lineage = FromUnseen();
            }
            else
            {
                SkipOne();
            }
        }

        SkipTail();
        Define(target, lineage ?? StageRows() ?? Shape(columns), keeps);
    }

    /// <summary>A table over files of a stage holds what they hold.</summary>
    private DerivedObject? StageRows()
    {
        if (Failed)
        {
            return null;
        }

        var found = new List<SourceColumn>();
        for (var i = _at - 1; i > 0 && !_tokens.IsSymbol(i, ";"); i--)
        {
            if (_tokens[i].Kind == TokenKind.Stage)
            {
                found.Add(new SourceColumn(_binder.ResolveStage(_tokens.Span(_tokens[i]).ToString()), "*", LineageKind.Derived));
            }
        }

        return found.Count == 0 ? null : new DerivedObject([], false, found, []);
    }

    private static DerivedObject? Shape(List<string> columns) =>
        columns.Count == 0 ? null : new DerivedObject([.. columns.Select(one => new OutputColumn(one, []))], true, [], []);

    private void Define(ObjectName? target, DerivedObject? lineage, bool keeps)
    {
        if (target is null || Failed)
        {
            return;
        }

        // With IF NOT EXISTS an older object may stay: what it holds stays known.
        _draft.Changes.Add(new CatalogChange(keeps ? CatalogChangeKind.Taint : CatalogChangeKind.Define, target)
        {
            Lineage = lineage is null || !keeps ? lineage : lineage with { Complete = false },
            SessionOnly = _draft.Flags.HasFlag(StatementFlags.Temporary),
        });
    }

    private DerivedObject FromQuery(List<string> columns)
    {
        var query = Query();
        if (Failed)
        {
            return new DerivedObject([], false, [], []);
        }

        var relation = _binder.Query(query, null, null).Renamed(columns);
        return new DerivedObject(relation.Columns, true, [], [.. _draft.BaseReads.List]);
    }

    private DerivedObject FromObject()
    {
        _at++;
        if (ObjectParts() is not { } parts)
        {
            _dynamic = true;
            return new DerivedObject([], false, [Lineage.Sources.Opaque], [Lineage.Sources.AnyObject]);
        }

        if (Failed)
        {
            return new DerivedObject([], false, [], []);
        }

        var origin = _binder.Resolve(parts);
        _binder.Read(origin);
        return new DerivedObject([Relation.Run([]) with { StarOf = [origin] }], true, [], [.. _draft.BaseReads.List]);
    }

    private DerivedObject FromUnseen()
    {
        SkipTail();
        return new DerivedObject([], false, [Lineage.Sources.Opaque], [Lineage.Sources.AnyObject]);
    }

    /// <summary>Names of the columns in a definition, constraints left out.</summary>
    private List<string> ColumnDefinitions()
    {
        var closing = _closing[_at];
        if (closing < 0)
        {
            Fail();
            return [];
        }

        _at++;
        var names = new List<string>();
        while (!Failed && _at < closing)
        {
            if (Current.Kind == TokenKind.Quoted || (Current.Kind == TokenKind.Word && !Constraints.Contains(_tokens.Name(Current))))
            {
                names.Add(_tokens.Name(Current));
            }

            while (!Failed && _at < closing && !IsSymbol(","))
            {
                SkipOne();
            }

            _at = Math.Min(_at + 1, closing);
        }

        _at = Failed ? _at : closing + 1;
        return names;
    }

    private static readonly string[] Constraints = ["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "INDEX", "CHECK"];

    /// <summary>A schema or database made from another shows all its objects under new names; making one also makes it the current one.</summary>
    private void CreateContainer(string kind)
    {
        if (ContainerName(kind) is not { } made)
        {
            _dynamic = true;
            _names = SessionNames.None;
            SkipTail();
            return;
        }

        _draft.Writes.Add(made);
        _draft.Created = made;
        while (!Failed && !AtStatementEnd && !Is("CLONE"))
        {
            SkipOne();
        }

        if (Take("CLONE") && ContainerName(kind) is { } origin)
        {
            _draft.Reads.Add(origin);
            _draft.BaseReads.Add(origin);
            _draft.Changes.Add(new CatalogChange(CatalogChangeKind.Rename, origin) { Other = made });
        }

        SkipTail();
        _names = new SessionNames(made.Database, made.Schema ?? "PUBLIC");
    }

    /// <summary>All objects of a schema or database, by a name with an asterisk.</summary>
    private ObjectName? ContainerName(string kind) => ObjectParts() switch
    {
        [var database] when kind == "DATABASE" => new ObjectName(database, null, "*"),
        [var schema] => new ObjectName(_names.Database, schema, "*"),
        [var database, var schema] => new ObjectName(database, schema, "*"),
        _ => null,
    };

    private void CreateRoutine(string kind)
    {
        var parts = ObjectParts();
        var routine = parts is null || Failed ? null : _binder.Routine(parts);
        _dynamic |= parts is null;
        _draft.Created = routine;
        if (routine is not null)
        {
            _draft.Writes.Add(routine);
        }

        var language = kind == "EXTERNAL FUNCTION" ? "EXTERNAL" : "SQL";
        while (!Failed && !AtStatementEnd && !IsBody())
        {
            language = Is("LANGUAGE") ? _tokens.Name(_tokens[_at + 1]) : language;
            Flag(StatementFlags.ExternalAccess, Is("EXTERNAL_ACCESS_INTEGRATIONS") || Is("API_INTEGRATION"));
            SkipOne();
        }

        var seen = Take("AS") && language == "SQL" && Body();
        SkipTail();
        if (routine is null || Failed)
        {
            return;
        }

        // A body that is not SQL may read what it likes; a function of another language that cannot reach tables holds nothing.
        var opaque = !seen && (kind == "PROCEDURE" || language == "SQL");
        IReadOnlyList<SourceColumn> held = opaque
            ? [Lineage.Sources.Opaque]
            : [.. _draft.BaseReads.List.Select(one => new SourceColumn(one, "*", LineageKind.Derived))];
        IReadOnlyList<ObjectName> reads = opaque ? [.. _draft.BaseReads.List, Lineage.Sources.AnyObject] : [.. _draft.BaseReads.List];
        Define(routine, new DerivedObject([], false, held, reads), keeps: false);
    }

    private bool IsBody() =>
        Is("AS") && (_tokens[_at + 1].Kind is TokenKind.Text or TokenKind.DollarText || Is("BEGIN", 1) || Is("DECLARE", 1));

    /// <summary>Reads a routine's body; true when all of it was understood.</summary>
    private bool Body()
    {
        var count = _draft.Inner.Count;
        var catalog = _catalog;
        if (Current.Kind is TokenKind.Text or TokenKind.DollarText)
        {
            var text = _tokens.Value(_tokens[_at++]);
            var tokens = SqlTokens.Read(text);
            var isStatement = tokens.IsWord(0, "SELECT") || tokens.IsWord(0, "WITH") || tokens.IsWord(0, "BEGIN") || tokens.IsWord(0, "DECLARE");
            IncludeText(isStatement ? text : $"SELECT ({text}\n)");
        }
        else
        {
            InnerStatement();
        }

        // What the routine makes, it makes when it is called.
        _catalog = catalog;
        _draft.Changes.Clear();
        return _draft.Inner.Skip(count).All(one => one.Class != StatementClass.Unknown) && !_draft.Flags.HasFlag(StatementFlags.Dynamic);
    }

    /// <summary>Takes in the statement after one of two words.</summary>
    private void InnerAfter(string first, string second)
    {
        var catalog = _catalog;
        while (!Failed && !AtStatementEnd)
        {
            if (Take(first) || Take(second))
            {
                InnerStatement();
                break;
            }

            if (IsSymbol("(") && (Is("EXISTS", 1) || IsQueryAt(_at)))
            {
                _binder.Note(Expr());
            }
            else
            {
                SkipOne();
            }
        }

        SkipTail();
        _catalog = catalog;
        _draft.Changes.Clear();
    }

    private void InnerStatement()
    {
        var verb = (_draft.Class, _draft.Verb);
        var inScript = _inScript;
        _inScript = true;
        var inner = Statement();
        _draft.Include(inner);
        _catalog = _catalog.After(inner);
        _inScript = inScript;
        if (!AtStatementEnd && !IsSymbol(")"))
        {
            Fail();
        }

        (_draft.Class, _draft.Verb) = verb;
    }

    private void Alter()
    {
        Expect("ALTER");
        if (Take("SESSION"))
        {
            Is(StatementClass.Session, "ALTER SESSION");
            if (!Is("SET") && !Is("UNSET"))
            {
                Fail();
            }

            SkipTail();
            return;
        }

        var kind = Kind();
        ClassifyKind("ALTER", kind);
        _ = TakeBoth("IF", "EXISTS");
        if (Failed)
        {
            return;
        }

        if (kind is "SCHEMA" or "DATABASE")
        {
            AlterContainer(kind);
        }
        else if (kind == "ACCOUNT")
        {
            SkipAltered();
        }
        else
        {
            var parts = ObjectParts();
            var target = parts is not null && !Failed && IsSchemaObject(kind) ? _binder.Resolve(parts) : null;
            Flag(StatementFlags.Dynamic, parts is null);
            AlterObject(kind, target);
        }
    }

    private void AlterObject(string kind, ObjectName? target)
    {
        if (target is not null)
        {
            _draft.Writes.Add(target);
        }

        if (IsRoutine(kind) && IsSymbol("("))
        {
            SkipParentheses();
        }

        var rename = TakeBoth("RENAME", "TO");
        if (rename || TakeBoth("SWAP", "WITH"))
        {
            Renamed(rename ? CatalogChangeKind.Rename : CatalogChangeKind.Swap, target, HoldsRows(kind));
        }
        else if (target is not null && HoldsRows(kind))
        {
            Reshape(target);
        }

        SkipAltered();
    }

    private void Renamed(CatalogChangeKind change, ObjectName? target, bool holdsRows)
    {
        var parts = ObjectParts();
        _dynamic |= parts is null;
        if (parts is null || target is null || Failed)
        {
            return;
        }

        // A short new name stays in the old one's schema only when that is the session's, as in Snowflake.
        var other = _binder.Resolve(parts);
        _draft.Writes.Add(other);
        if (holdsRows)
        {
            _draft.Reads.Add(target);
            _draft.BaseReads.AddRange(_catalog.BasesOf(target));
            _draft.Changes.Add(new CatalogChange(change, target) { Other = other });
        }
    }

    private void Reshape(ObjectName target)
    {
        DerivedObject? renamed = null;
        if (TakeBoth("RENAME", "COLUMN"))
        {
            var from = ColumnName();
            Expect("TO");
            var to = ColumnName();
            renamed = new DerivedObject([new OutputColumn(to, [new SourceColumn(target, from, LineageKind.Direct)])], false, [], []);
        }

        _draft.Changes.Add(new CatalogChange(CatalogChangeKind.Reshape, target) { Lineage = renamed });
    }

    private void AlterContainer(string kind)
    {
        if (ContainerName(kind) is not { } target)
        {
            _dynamic = true;
            SkipAltered();
            return;
        }

        _draft.Writes.Add(target);
        var rename = TakeBoth("RENAME", "TO");
        if ((rename || TakeBoth("SWAP", "WITH")) && ContainerName(kind) is { } other)
        {
            _draft.Writes.Add(other);
            _draft.Changes.Add(new CatalogChange(rename ? CatalogChangeKind.Rename : CatalogChangeKind.Swap, target) { Other = other });
        }

        SkipAltered();
    }

    /// <summary>The rest of an ALTER; sees when it lets data out to other accounts.</summary>
    private void SkipAltered()
    {
        var (start, replicates) = (_at, false);
        SkipTail();
        for (var i = start; i < _at; i++)
        {
            replicates |= _tokens.IsWord(i, "REPLICATION") || _tokens.IsWord(i, "FAILOVER");
            Flag(StatementFlags.Share, replicates && _tokens.IsWord(i, "ACCOUNTS"));
        }
    }

    private void DropOrUndrop()
    {
        var verb = Name();
        var kind = Kind();
        ClassifyKind(verb, kind);
        _ = TakeBoth("IF", "EXISTS");
        if (Failed)
        {
            return;
        }

        if (kind is "SCHEMA" or "DATABASE")
        {
            if (ContainerName(kind) is { } container)
            {
                _draft.Writes.Add(container);
            }
        }
        else if (ObjectParts() is { } parts && !Failed && IsSchemaObject(kind))
        {
            var target = IsRoutine(kind) ? _binder.Routine(parts) : _binder.Resolve(parts);
            _draft.Writes.Add(target);
            var change = verb == "DROP" ? CatalogChangeKind.Drop : CatalogChangeKind.Undrop;
            _draft.Changes.Add(new CatalogChange(change, target));
        }

        SkipTail();
    }

    private void Comment()
    {
        Is(StatementClass.Ddl, "COMMENT");
        Expect("COMMENT");
        _ = TakeBoth("IF", "EXISTS");
        Expect("ON");
        SkipTail();
    }

    private void GrantOrRevoke()
    {
        var verb = Name();
        Is(StatementClass.Dcl, verb);
        Flag(StatementFlags.Grant, verb == "GRANT");
        var start = _at;
        while (!Failed && !AtStatementEnd)
        {
            if (Take("ON"))
            {
                GrantedObject();
            }
            else
            {
                Flag(StatementFlags.Share, (Is("TO") || Is("FROM")) && Is("SHARE", 1));
                SkipOne();
            }
        }

        if (_at == start)
        {
            Fail();
        }
    }

    /// <summary>What a grant is on: an object, or all objects of a schema or database.</summary>
    private void GrantedObject()
    {
        if (Take("ALL") || Take("FUTURE"))
        {
            Name();
            Expect("IN");
        }

        var kind = Current.Kind == TokenKind.Word && !IsSymbol(".", 1) && (AtObjectKind || Is("DATABASE")) && !Is("TO", 1) ? Kind() : "TABLE";
        if (kind is "SCHEMA" or "DATABASE")
        {
            if (ContainerName(kind) is { } container)
            {
                _draft.Writes.Add(container);
            }
        }
        else if (IsSchemaObject(kind))
        {
            Target();
        }
    }

    private bool AtObjectKind => IsOneOf(Words.ObjectKinds) || IsOneOf(Words.KindModifiers) || Is("TABLE");
}
