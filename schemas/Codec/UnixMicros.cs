namespace Snowtrail.Schemas.Codec;

/// <summary>Avro's <c>timestamp-micros</c>: microseconds since 1970-01-01T00:00:00Z.</summary>
internal static class UnixMicros
{
    private static readonly long Min = From(DateTimeOffset.MinValue);
    private static readonly long Max = From(DateTimeOffset.MaxValue);

    /// <summary>Rounds down, also before 1970.</summary>
    internal static long From(DateTimeOffset time) =>
        (time.UtcTicks / TimeSpan.TicksPerMicrosecond) - (DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>False for a time outside the years 1 to 9999.</summary>
    internal static bool TryTo(long micros, out DateTimeOffset time)
    {
        var fits = micros >= Min && micros <= Max;
        time = fits ? DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond) : default;
        return fits;
    }
}
