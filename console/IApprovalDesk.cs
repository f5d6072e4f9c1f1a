namespace Snowtrail.AnalystConsole;

/// <summary>What the console needs of the gateway that holds statements.</summary>
public interface IApprovalDesk
{
    /// <summary>What waits, oldest first.</summary>
    IReadOnlyList<WaitingApproval> Waiting();

    /// <summary>Decides a held statement.</summary>
    /// <param name="id">The hold.</param>
    /// <param name="approve">True lets the statement run.</param>
    /// <param name="by">Who decides, as far as the console knows.</param>
    /// <param name="reason">Why; kept in the record.</param>
    /// <param name="cancellation">Gives up waiting for the record to be durable.</param>
    /// <returns>Null when the decision holds; otherwise why it does not, for a person to read.</returns>
    Task<string?> DecideAsync(string id, bool approve, string by, string reason, CancellationToken cancellation);
}
