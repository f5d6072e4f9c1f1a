namespace Snowtrail.Indexer.Documents;

/// <summary><c>event.severity</c> of a risk level, in Elastic's four steps.</summary>
internal static class Severity
{
    public static long? Of(string level) => level switch
    {
        "low" => 21,
        "moderate" => 47,
        "high" => 73,
        "critical" => 99,
        _ => null,
    };
}
