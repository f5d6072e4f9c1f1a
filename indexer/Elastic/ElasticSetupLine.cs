namespace Snowtrail.Indexer.Elastic;

/// <summary>What became of one thing.</summary>
/// <param name="Thing">Its kind and name, such as <c>index template logs-snowflake_gateway.query</c>.</param>
/// <param name="Change">What was done.</param>
public sealed record ElasticSetupLine(string Thing, ElasticSetupChange Change)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Thing}: {Change switch
    {
        ElasticSetupChange.Created => "created",
        ElasticSetupChange.Changed => "changed",
        ElasticSetupChange.RolledOver => "rolled over, as its template has changed",
        ElasticSetupChange.Unsupported => "left out, as the server has none",
        _ => "unchanged",
    }}";
}
