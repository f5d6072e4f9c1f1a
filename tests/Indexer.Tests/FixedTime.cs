namespace Snowtrail.Indexer.Tests;

/// <summary>A wall clock that stands still; timers run as ever.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
