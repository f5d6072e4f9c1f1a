using System.Globalization;

namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Reads durations such as <c>30s</c>, <c>15m</c>, <c>2h</c>; from one second to a day.</summary>
internal static class Duration
{
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        TimeSpan? time = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            _ => null,
        };
        return time is { } known && known >= TimeSpan.FromSeconds(1) && known <= TimeSpan.FromDays(1) ? known : null;
    }
}
