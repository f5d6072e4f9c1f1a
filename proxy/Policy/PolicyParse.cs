namespace Snowtrail.Proxy.Policy;

/// <summary>A policy file, read: either a snapshot, or every fault that was found.</summary>
/// <param name="Snapshot">The policy; null when there is any fault.</param>
/// <param name="Faults">All faults in order of their lines.</param>
public sealed record PolicyParse(PolicySnapshot? Snapshot, IReadOnlyList<PolicyFault> Faults);
