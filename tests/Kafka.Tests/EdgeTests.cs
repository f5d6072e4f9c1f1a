namespace Snowtrail.Kafka.Tests;

public sealed class EdgeTests : EdgeConformance
{
    protected override Task<string> BrokersAsync() => Task.FromResult(Servers.Kafka);
}
