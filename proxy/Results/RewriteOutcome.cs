namespace Snowtrail.Proxy.Results;

/// <summary>How the rewriting of an answer ended.</summary>
public enum RewriteOutcome
{
    /// <summary>The output holds the answer to deliver.</summary>
    Rewritten,

    /// <summary>The answer holds storage credentials or addresses; nothing was written. Answer a refusal in its place.</summary>
    TransferBlocked,

    /// <summary>The answer could not be read with certainty, or is too large; nothing was written. Answer an error in its place.</summary>
    Refused,
}
