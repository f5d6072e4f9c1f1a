using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Policy;

/// <summary>A column of a table or of a pattern of tables.</summary>
/// <param name="Table">The table; see <see cref="ObjectName"/> for patterns.</param>
/// <param name="Column">The column as Snowflake stores its name.</param>
public sealed record ColumnName(ObjectName Table, string Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Table}.{Column}";
}
