namespace Snowtrail.Proxy.Sql;

/// <summary>A column of a stored object that an output column comes from.</summary>
/// <param name="Object">The object, after CTEs, subqueries and catalog objects were followed. <c>@NAME</c> for files of a stage.</param>
/// <param name="Column">Column as Snowflake stores its name; <c>*</c> when any column of the object may be meant.</param>
/// <param name="Kind">How the value is used.</param>
public sealed record SourceColumn(ObjectName Object, string Column, LineageKind Kind)
{
    /// <summary>True when this may be the column <paramref name="column"/> of <paramref name="name"/>.</summary>
    public bool CouldBe(ObjectName name, string column) => (Column == "*" || column == "*" || SqlNames.Same(Column, column)) && Object.CouldBe(name);
}
