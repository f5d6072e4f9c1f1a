namespace Snowtrail.Proxy.Sql;

/// <summary>What comments claim.</summary>
/// <param name="Values">Keys as written; nested JSON joined by dots. The first of two equal keys wins.</param>
/// <param name="Unparsed">Comments that are neither JSON nor key and value, secrets starred, cut to 256 characters each.</param>
public sealed record SqlClaims(IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Unparsed)
{
    /// <summary>No claims.</summary>
    public static SqlClaims None { get; } = new(new Dictionary<string, string>(), []);
}
