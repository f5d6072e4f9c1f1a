using Snowtrail.Proxy.Policy;

namespace Snowtrail.Proxy.Tests.Gateway;

internal static class Sample
{
    public static PolicySnapshot Policy { get; } = PolicySnapshot.Parse(SamplePolicy.Yaml).Snapshot!;
}
