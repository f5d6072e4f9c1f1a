namespace Snowtrail.Kafka.Tests;

/// <summary>The real servers that tests use; without them a test skips and says what it misses.</summary>
internal static class Servers
{
    public static string Kafka => Need("SNOWTRAIL_TEST_KAFKA", "no real server to test against");

    public static string Registry => Need("SNOWTRAIL_TEST_REGISTRY", "no real server to test against");

    /// <summary>Folder with <c>kafka/start</c> and <c>registry/start</c>, for tests that stop and start servers of their own.</summary>
    public static string Folder => Need("SNOWTRAIL_TEST_SERVERS", "no folder to start servers from");

    private static string Need(string variable, string problem)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(value), $"{variable} is not set: {problem}");
        return value!;
    }
}
