using System.Globalization;
using Snowtrail.Indexer.Tests;
using Snowtrail.Schemas;

namespace Snowtrail.Elastic.Tests;

/// <summary>Events to index.</summary>
internal static class Events
{
    /// <summary>So many statements, made just now.</summary>
    public static IReadOnlyList<EnrichedEvent> Statements(int count, string prefix = "s", DateTimeOffset? first = null)
    {
        var start = first ?? TimeProvider.System.GetUtcNow();
        return [.. Enumerable.Range(0, count).Select(at => Some.Statement($"{prefix}-{at:D6}", start.AddMicroseconds(at), $"select {at} from T", rows: at))];
    }

    /// <summary>A statement that no server takes: dates begin in 1970.</summary>
    public static EnrichedEvent Poison(string id) => Some.Statement(id, new DateTimeOffset(1969, 7, 20, 20, 17, 0, TimeSpan.Zero));

    /// <summary>A statement with a text of so many characters.</summary>
    public static EnrichedEvent Large(string id, int characters) =>
        Some.Statement(id, TimeProvider.System.GetUtcNow(), "select '" + string.Concat(Enumerable.Range(0, characters / 8).Select(at => $"{at * 7919:x7} ")) + "'");

    /// <summary>An alert as it stands after so many statements.</summary>
    public static EnrichedEvent Finding(string id, int hits)
    {
        var time = Some.Start.AddMinutes(hits);
        var alert = Some.Alert() with
        {
            AlertId = id,
            Time = time,
            Score = Math.Min(100, 10 + hits),
            Evidence = [.. Enumerable.Range(0, Math.Min(20, hits)).Select(at => new Evidence { StatementId = $"{id}-{at}", Time = time, Step = "read", Outcome = "allowed" })],
            Observed = new Dictionary<string, string> { ["hits"] = hits.ToString(CultureInfo.InvariantCulture) },
        };
        return Some.Event(alert, id, time);
    }
}
