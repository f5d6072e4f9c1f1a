namespace Snowtrail.Proxy;

/// <summary>What a gateway can do at the moment.</summary>
/// <param name="LedgerWritable">Records can be written; without that every statement is refused.</param>
/// <param name="UpstreamReachable">The last call to the warehouse was answered; null before the first.</param>
/// <param name="Sessions">Open sessions.</param>
/// <param name="StatementsInFlight">Statements that run or are held.</param>
/// <param name="Draining">The gateway is stopping and takes no more statements.</param>
public sealed record GatewayHealth(bool LedgerWritable, bool? UpstreamReachable, int Sessions, int StatementsInFlight, bool Draining);
