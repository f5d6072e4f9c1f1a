namespace Snowtrail.Roles.Tests;

/// <summary>The real servers that a test uses.</summary>
/// <param name="Kafka">Brokers.</param>
/// <param name="Registry">Null: schemas are numbered by the file beside the executable.</param>
/// <param name="Elasticsearch">The index.</param>
internal sealed record Servers(string Kafka, string? Registry, Uri Elasticsearch)
{
    /// <summary>Those of the environment; without them a test skips and says what it misses.</summary>
    public static Servers Given => With("SNOWTRAIL_TEST_ELASTICSEARCH");

    /// <summary>The same with the index that this variable names.</summary>
    public static Servers With(string index) => new(Need("SNOWTRAIL_TEST_KAFKA"), Need("SNOWTRAIL_TEST_REGISTRY"), new(Need(index)));

    private static string Need(string variable)
    {
        var address = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(address), $"{variable} is not set: no real server to test against");
        return address!;
    }
}
