namespace Snowtrail.Proxy.Sql;

/// <summary>The session's current database and schema, against which short names resolve.</summary>
/// <param name="Database">Name as Snowflake stores it (upper case unless it was quoted); null when none is set or it is not known.</param>
/// <param name="Schema">Name as Snowflake stores it; null when none is set or it is not known.</param>
public sealed record SessionNames(string? Database, string? Schema)
{
    /// <summary>Nothing is known: short names keep their missing parts null.</summary>
    public static SessionNames None { get; } = new(null, null);
}
