namespace Snowtrail.Proxy.Results;

/// <summary>Ends the reading of a result that is not what it should be; caught at the border of this folder and turned into a refusal.</summary>
internal sealed class UnreadableResultException(string message) : Exception(message);
