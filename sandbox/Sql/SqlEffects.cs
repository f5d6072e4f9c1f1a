namespace Snowtrail.Sandbox.Sql;

/// <summary>What running a translated statement asks of the session beside DuckDB.</summary>
internal sealed class SqlEffects
{
    /// <summary>Seconds that SYSTEM$WAIT asks for.</summary>
    public double WaitSeconds { get; set; }

    /// <summary>Statements to cancel, by id.</summary>
    public List<string> Cancels { get; } = [];

    /// <summary>Cancel all statements of the session.</summary>
    public bool CancelsAll { get; set; }

    /// <summary>Results that must be there as temporary tables, by id.</summary>
    public List<string> ResultScans { get; } = [];
}
