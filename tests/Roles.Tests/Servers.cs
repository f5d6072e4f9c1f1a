namespace Snowtrail.Roles.Tests;

/// <summary>The real servers that tests use; without them a test skips and says what it misses.</summary>
internal static class Servers
{
    public static string Kafka => Need("SNOWTRAIL_TEST_KAFKA");

    public static string Registry => Need("SNOWTRAIL_TEST_REGISTRY");

    public static Uri Elasticsearch => new(Need("SNOWTRAIL_TEST_ELASTICSEARCH"));

    private static string Need(string variable)
    {
        var address = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(address), $"{variable} is not set: no real server to test against");
        return address!;
    }
}
