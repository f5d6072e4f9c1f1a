using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Lineage;

/// <summary>What one statement taught, as it lies on disk.</summary>
internal sealed record LineageLine(IReadOnlyList<CatalogChange> Changes)
{
    /// <summary>A statement that teaches a catalog the same.</summary>
    public SqlStatement AsStatement() => new() { Class = StatementClass.Ddl, Verb = "", CatalogChanges = Changes };
}
