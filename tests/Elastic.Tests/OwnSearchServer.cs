using Snowtrail.Kafka.Tests;

namespace Snowtrail.Elastic.Tests;

/// <summary>A search server that a test may stop and start.</summary>
public sealed class OwnSearchServer(string product, params string[] settings) : OwnServer(product, settings)
{
    public Uri Address => new($"http://127.0.0.1:{Port}");
}
