namespace Snowtrail.Indexer.Embedded;

/// <summary>Holds options to their ranges.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ArgumentException">Something is out of range; the message lists all of it.</exception>
    public static void Run(EmbeddedIndexOptions options)
    {
        var faults = new List<string>();
        Check(faults, nameof(options.BatchRecordsMax), options.BatchRecordsMax, 1, 10_000);
        Check(faults, nameof(options.BatchAgeMax), options.BatchAgeMax.TotalMilliseconds, 1, 1_000);
        Check(faults, nameof(options.RefreshInterval), options.RefreshInterval.TotalMilliseconds, 10, 10_000);
        Check(faults, nameof(options.RefreshIntervalMax), options.RefreshIntervalMax.TotalMilliseconds, options.RefreshInterval.TotalMilliseconds, 10_000);
        Check(faults, nameof(options.CommitInterval), options.CommitInterval.TotalMilliseconds, 50, 60_000);
        Check(faults, nameof(options.UncommittedMax), options.UncommittedMax, 1, 1_000_000);
        Check(faults, nameof(options.DocumentBytesMax), options.DocumentBytesMax, 1_024, 256 * 1024 * 1024);
        Check(faults, nameof(options.RetryWait), options.RetryWait.TotalMilliseconds, 1, 60_000);
        Check(faults, nameof(options.RetryWaitMax), options.RetryWaitMax.TotalMilliseconds, options.RetryWait.TotalMilliseconds, 600_000);
        Check(faults, nameof(options.WriteBufferMegabytes), options.WriteBufferMegabytes, 1, 1_024);
        Check(faults, nameof(options.FeedCapacity), options.FeedCapacity, 1, 100_000);
        if (faults.Count > 0)
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
    }

    private static void Check(List<string> faults, string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
            faults.Add($"{name} is {value} and must be from {least} to {most}");
    }
}
