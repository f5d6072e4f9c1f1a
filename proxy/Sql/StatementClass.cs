namespace Snowtrail.Proxy.Sql;

/// <summary>What kind of thing a statement is.</summary>
public enum StatementClass
{
    /// <summary>The text could not be classified with certainty; policy treats it as the riskiest class.</summary>
    Unknown,

    /// <summary>SELECT, VALUES and set operations over them.</summary>
    Query,

    /// <summary>INSERT, UPDATE, DELETE, MERGE, TRUNCATE.</summary>
    Dml,

    /// <summary>CREATE, ALTER, DROP, UNDROP, COMMENT and their like over objects.</summary>
    Ddl,

    /// <summary>GRANT, REVOKE, and CREATE, ALTER, DROP of users and roles.</summary>
    Dcl,

    /// <summary>ALTER SESSION, USE, SET, UNSET.</summary>
    Session,

    /// <summary>BEGIN, COMMIT, ROLLBACK.</summary>
    Transaction,

    /// <summary>SHOW, DESCRIBE, LIST, EXPLAIN.</summary>
    Metadata,

    /// <summary>COPY INTO a table.</summary>
    Load,

    /// <summary>COPY INTO a stage or a cloud location, COPY FILES.</summary>
    Unload,

    /// <summary>PUT, GET, REMOVE.</summary>
    FileTransfer,

    /// <summary>CALL, EXECUTE and scripting blocks: what runs is not, or not wholly, in the text.</summary>
    Call,
}
