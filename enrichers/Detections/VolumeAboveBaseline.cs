using System.Globalization;
using Snowtrail.Enrichers.Baselines;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>A result far larger than this agent's results are.</summary>
internal sealed class VolumeAboveBaseline(Rule rule)
{
    private readonly int _historyMin = (int)rule.Parameter("history_min");
    private readonly int _memory = (int)rule.Parameter("memory");
    private readonly double _spreadMin = rule.Parameter("spread_min");
    private readonly long _rowsFloor = (long)rule.Parameter("rows_floor");
    private readonly long _bytesFloor = (long)rule.Parameter("bytes_floor");
    private readonly double _scoreMin = rule.Parameter("score_min");
    private readonly double _alertScoreMin = rule.Parameter("alert_score_min");
    private readonly double _strongScoreMin = rule.Parameter("strong_score_min");

    /// <summary>How the result compares with the agent's history; null for a statement that has no result to compare.</summary>
    public VolumeComparison? Compare(StatementFacts facts, Volume volume)
    {
        if (facts.Statement.Completion is not { } completion || facts.Statement.Request.DescribeOnly || !HasResult(facts, completion))
            return null;
        var known = volume.Rows.Count >= _historyMin;
        var rows = known ? volume.Rows.Score(completion.Rows, _spreadMin) : 0;
        var bytes = known ? volume.Bytes.Score(completion.Bytes, _spreadMin) : 0;
        var above = Math.Max(completion.Rows >= _rowsFloor ? rows : 0, completion.Bytes >= _bytesFloor ? bytes : 0);
        return new(known, volume.Rows.Count, rows, bytes, above, above >= _scoreMin);
    }

    /// <summary>Points this result earns, before the alert threshold: less for a doubtful distance than for a plain one.</summary>
    public double Confidence(VolumeComparison comparison) =>
        comparison.Above >= _strongScoreMin ? 1 : comparison.Above >= _alertScoreMin ? 0.75 : 0.4;

    public bool Alerts(VolumeComparison comparison) => comparison.Above >= _alertScoreMin;

    public void Learn(StatementFacts facts, Volume volume)
    {
        volume.Rows.Learn(facts.Statement.Completion!.Rows, _memory);
        volume.Bytes.Learn(facts.Statement.Completion.Bytes, _memory);
    }

    public Finding Made(StatementFacts facts, Volume volume, VolumeComparison comparison)
    {
        var completion = facts.Statement.Completion!;
        var rows = completion.Rows.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            Rule = rule,
            Object = "result volume",
            WindowStart = new(facts.Time.UtcDateTime.Date, TimeSpan.Zero),
            Weight = rule.Weight,
            Confidence = Confidence(comparison),
            Summary = $"{facts.Statement.Request.Agent.Subject} received {rows} rows where about {Number(volume.Rows.Expected)} are usual ({facts.Decision})",
            Evidence = [facts.Step($"received {rows} rows, {completion.Bytes.ToString(CultureInfo.InvariantCulture)} bytes")],
            Objects = [.. facts.Reads],
            Observed = new Dictionary<string, string>
            {
                ["rows"] = rows,
                ["rows_expected"] = Number(volume.Rows.Expected),
                ["rows_score"] = Score(comparison.Rows),
                ["bytes"] = completion.Bytes.ToString(CultureInfo.InvariantCulture),
                ["bytes_expected"] = Number(volume.Bytes.Expected),
                ["bytes_score"] = Score(comparison.Bytes),
                ["baseline_n"] = comparison.History.ToString(CultureInfo.InvariantCulture),
                ["threshold"] = Score(_alertScoreMin),
            },
        };
    }

    public static string Score(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double value) => Math.Round(value).ToString("0", CultureInfo.InvariantCulture);

    private static bool HasResult(StatementFacts facts, StatementCompleted completion) =>
        facts.Class is StatementClass.Query or StatementClass.Call or StatementClass.Unknown
        && (facts.Succeeded || (facts.Outcome == StatementOutcome.Cancelled && completion.Rows > 0));
}
