namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>What an attempt left to be done.</summary>
/// <param name="Left">The documents that are not settled.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Kind">Why, in a word that metrics count by.</param>
internal sealed record BulkAttempt(IReadOnlyList<BulkItem> Left, string Reason, string Kind)
{
    /// <summary>All is settled.</summary>
    public static readonly BulkAttempt Done = new([], "", "");

    /// <summary>Both together.</summary>
    public BulkAttempt And(BulkAttempt other) => other.Left.Count == 0 ? this : Left.Count == 0 ? other : new([.. Left, .. other.Left], Reason, Kind);
}
