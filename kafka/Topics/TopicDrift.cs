using System.Globalization;

namespace Snowtrail.Kafka.Topics;

/// <summary>Compares a topic with its plan. A setting may be changed unasked only where that can lose no record and refuse none.</summary>
internal static class TopicDrift
{
    public static IReadOnlyList<(string Setting, string Found, string Wanted, bool IsSafe)> Compare(TopicPlan plan, IReadOnlyDictionary<string, string> found)
    {
        List<(string, string, string, bool)> differences = [];
        foreach (var (setting, wanted) in plan.Settings)
            if (found.GetValueOrDefault(setting, "") is var now && now != wanted)
                differences.Add((setting, now, wanted, IsSafe(setting, now, wanted)));
        return differences;
    }

    private static bool IsSafe(string setting, string found, string wanted) => setting switch
    {
        "retention.ms" => IsLonger(found, wanted),
        "max.message.bytes" => IsLonger(found, wanted),
        _ => false,
    };

    // -1 is without end
    private static bool IsLonger(string found, string wanted) =>
        long.TryParse(found, CultureInfo.InvariantCulture, out var from) && long.TryParse(wanted, CultureInfo.InvariantCulture, out var to)
        && from >= 0 && (to < 0 || to > from);
}
