namespace Snowtrail.Indexer.Documents;

/// <summary>The values of <c>event.dataset</c>.</summary>
public static class Datasets
{
    /// <summary>What every dataset begins with; also <c>event.module</c>.</summary>
    public const string Module = "snowflake_gateway";

    /// <summary>One document a statement.</summary>
    public const string Query = Module + ".query";

    /// <summary>Log-ins, session ends, refused requests.</summary>
    public const string Session = Module + ".session";

    /// <summary>Alerts.</summary>
    public const string Finding = Module + ".finding";
}
