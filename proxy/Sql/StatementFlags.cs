namespace Snowtrail.Proxy.Sql;

/// <summary>What else is true of a statement; a flag that is not set was not seen, which proves nothing for <see cref="StatementClass.Unknown"/>.</summary>
[Flags]
public enum StatementFlags
{
    /// <summary>Nothing of note.</summary>
    None = 0,

    /// <summary>Writes data to a stage or a cloud location.</summary>
    Unload = 1 << 0,

    /// <summary>Moves or removes files.</summary>
    FileTransfer = 1 << 1,

    /// <summary>EXECUTE IMMEDIATE, or a name that is computed when the statement runs: what is touched is not in the text.</summary>
    Dynamic = 1 << 2,

    /// <summary>Contains a Snowflake Scripting block.</summary>
    ScriptingBlock = 1 << 3,

    /// <summary>Runs a stored procedure, task, or service job.</summary>
    Call = 1 << 4,

    /// <summary>Creates code that runs later: function, procedure, task, alert, pipe, service, notebook, app.</summary>
    CreatesRoutine = 1 << 5,

    /// <summary>Opens or uses a way out: integration, external function, network rule, mail, notification.</summary>
    ExternalAccess = 1 << 6,

    /// <summary>Shares or replicates data to another account, or publishes a listing.</summary>
    Share = 1 << 7,

    /// <summary>Grants a privilege or a role.</summary>
    Grant = 1 << 8,

    /// <summary>A select list holds <c>*</c>.</summary>
    SelectStar = 1 << 9,

    /// <summary>Has a WHERE clause somewhere.</summary>
    HasWhere = 1 << 10,

    /// <summary>Has LIMIT, TOP, FETCH or SAMPLE somewhere.</summary>
    HasLimit = 1 << 11,

    /// <summary>Uses an aggregate function or GROUP BY.</summary>
    Aggregates = 1 << 12,

    /// <summary>Reads an earlier result (RESULT_SCAN, LAST_QUERY_ID).</summary>
    ResultScan = 1 << 13,

    /// <summary>The text holds a credential, which the redacted text does not.</summary>
    CredentialsInText = 1 << 14,

    /// <summary>Makes URLs to stage files.</summary>
    PresignedUrl = 1 << 15,

    /// <summary>Makes or changes a temporary object.</summary>
    Temporary = 1 << 16,

    /// <summary>Joins two or more sources.</summary>
    Joins = 1 << 17,

    /// <summary>Uses UNION, INTERSECT or EXCEPT.</summary>
    SetOperation = 1 << 18,

    /// <summary>Has ORDER BY at the level of the statement or below.</summary>
    OrderBy = 1 << 19,

    /// <summary>Calls a function that Snowflake does not define: its body may read tables that the text does not name.</summary>
    UserFunction = 1 << 20,

    /// <summary>Puts whole rows into one value, as <c>object_construct(*)</c> does.</summary>
    PacksRows = 1 << 21,

    /// <summary>Reads a stage's files.</summary>
    StageRead = 1 << 22,
}
