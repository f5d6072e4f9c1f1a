using System.Globalization;
using System.Text.RegularExpressions;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>
/// Elasticsearch's dates: ISO 8601 cut off anywhere, milliseconds since 1970, <c>now</c>, and arithmetic such as <c>now-1h/d</c> or
/// <c>2026-01-01||+1M</c>. What is left out is filled with its least value, or with its greatest when rounding up.
/// </summary>
internal static partial class DateMath
{
    /// <summary>A time in microseconds since 1970; null when the text is no time.</summary>
    public static long? Parse(string text, DateTimeOffset now, bool roundUp)
    {
        var (anchor, sums) = Cut(text);
        if (!Sums().IsMatch(sums))
            return null;
        try
        {
            return Add(anchor, sums, now, roundUp) is { } time ? Micros(time) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            // The sum leaves the years 1 to 9999
            return null;
        }
    }

    public static long Micros(DateTimeOffset time) =>
        (time.UtcTicks / TimeSpan.TicksPerMicrosecond) - (DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static (string Anchor, string Sums) Cut(string text)
    {
        if (text.StartsWith("now", StringComparison.Ordinal))
            return ("now", text[3..]);
        var bars = text.IndexOf("||", StringComparison.Ordinal);
        return bars < 0 ? (text, "") : (text[..bars], text[(bars + 2)..]);
    }

    private static DateTimeOffset? Add(string anchor, string sums, DateTimeOffset now, bool roundUp)
    {
        // With sums behind it a date counts from its least value, as Elasticsearch does
        var start = anchor == "now" ? now : Anchor(anchor, roundUp && sums.Length == 0);
        if (start is not { } time)
            return null;
        foreach (Match sum in Sum().Matches(sums))
        {
            var unit = sum.ValueSpan[^1];
            time = sum.Value[0] == '/'
                ? Round(time, unit, roundUp)
                : Shift(time, unit, int.Parse(sum.ValueSpan[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }

        return time;
    }

    private static DateTimeOffset? Anchor(string text, bool roundUp)
    {
        if (EpochMillis().IsMatch(text))
            return DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture));
        var match = Iso().Match(text);
        if (!match.Success)
            return null;
        var (month, day) = (Part(match, "month", 1), Part(match, "day", 1));
        var (hour, minute, second) = (Part(match, "hour", 0), Part(match, "minute", 0), Part(match, "second", 0));
        var year = Part(match, "year", 1);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return null;
        var time = new DateTimeOffset(year, month, day, hour, minute, second, Offset(match.Groups["zone"].Value));
        var fraction = match.Groups["fraction"].Value;
        time = time.AddTicks(fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(7, '0')[..7], CultureInfo.InvariantCulture));
        return roundUp ? Fill(time, match, fraction.Length) : time;
    }

    /// <summary>The last microsecond of what was written.</summary>
    private static DateTimeOffset Fill(DateTimeOffset time, Match match, int digits)
    {
        var next = digits > 0 ? time.AddTicks(Math.Max(TimeSpan.TicksPerMicrosecond, (long)Math.Pow(10, 7 - Math.Min(digits, 7))))
            : match.Groups["second"].Success ? time.AddSeconds(1)
            : match.Groups["minute"].Success ? time.AddMinutes(1)
            : match.Groups["hour"].Success ? time.AddHours(1)
            : match.Groups["day"].Success ? time.AddDays(1)
            : match.Groups["month"].Success ? time.AddMonths(1)
            : time.AddYears(1);
        return next.AddTicks(-TimeSpan.TicksPerMicrosecond);
    }

    private static int Part(Match match, string name, int least) =>
        match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : least;

    private static TimeSpan Offset(string zone)
    {
        if (zone is "" or "Z")
            return TimeSpan.Zero;
        var digits = zone[1..].Replace(":", "", StringComparison.Ordinal).PadRight(4, '0');
        var minutes = (int.Parse(digits[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(digits[2..], CultureInfo.InvariantCulture);
        return TimeSpan.FromMinutes(zone[0] == '-' ? -minutes : minutes);
    }

    private static DateTimeOffset Shift(DateTimeOffset time, char unit, int count) => unit switch
    {
        'y' => time.AddYears(count),
        'M' => time.AddMonths(count),
        'w' => time.AddDays(7.0 * count),
        'd' => time.AddDays(count),
        'h' or 'H' => time.AddHours(count),
        'm' => time.AddMinutes(count),
        _ => time.AddSeconds(count),
    };

    private static DateTimeOffset Round(DateTimeOffset time, char unit, bool up)
    {
        var utc = time.UtcDateTime;
        var start = unit switch
        {
            'y' => new DateTime(utc.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            'M' => new DateTime(utc.Year, utc.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            'w' => utc.Date.AddDays(-(((int)utc.DayOfWeek + 6) % 7)),
            'd' => utc.Date,
            'h' or 'H' => utc.Date.AddHours(utc.Hour),
            'm' => utc.Date.AddMinutes((utc.Hour * 60) + utc.Minute),
            _ => utc.Date.AddSeconds(Math.Floor(utc.TimeOfDay.TotalSeconds)),
        };
        var floor = new DateTimeOffset(start, TimeSpan.Zero);
        return up ? Shift(floor, unit, 1).AddTicks(-TimeSpan.TicksPerMicrosecond) : floor;
    }

    [GeneratedRegex(@"^-?[0-9]{5,15}$", RegexOptions.CultureInvariant)]
    private static partial Regex EpochMillis();

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})(-(?<month>[0-9]{2})(-(?<day>[0-9]{2})(T(?<hour>[0-9]{2})(:(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,9}))?)?)?(?<zone>Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?)?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^([+-][0-9]{1,9}[yMwdhHms]|/[yMwdhHms])*$", RegexOptions.CultureInvariant)]
    private static partial Regex Sums();

    [GeneratedRegex(@"[+-][0-9]{1,9}[yMwdhHms]|/[yMwdhHms]", RegexOptions.CultureInvariant)]
    private static partial Regex Sum();
}
