using System.Globalization;
using System.Numerics;
using Snowtrail.Enrichers.State;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>
/// The open alerts of an agent: one for a cause, not one for a row. A repetition is told when it raises the score or doubles the count, and
/// one that told of a statement that waited for a person once more when that has ended.
/// </summary>
internal sealed class AlertBook(int alertsMax)
{
    private readonly RecencyMap<string, OpenAlert> _open = new(alertsMax);

    /// <summary>Adds a finding; gives the alert to tell of, or null when it says nothing new.</summary>
    public Alert? Raise(string id, Finding finding, StatementFacts facts, double score)
    {
        if (!_open.TryUse(id, out var alert))
            _open.Set(id, alert = new OpenAlert());
        var toldWaiting = alert.EndWait(facts.Id);
        if (toldWaiting is null)
            alert.Hits++;
        else
            alert.Evidence.RemoveAll(step => step.StatementId == facts.Id);
        alert.Add(finding);
        var tell = score > alert.Score || (toldWaiting ?? BitOperations.IsPow2(alert.Hits));
        if (facts.Statement.Waits)
            alert.Wait(facts.Id, tell);
        alert.Score = Math.Max(alert.Score, score);
        alert.Time = alert.Time > facts.Time ? alert.Time : facts.Time;
        return tell ? Made(id, finding, facts, alert) : null;
    }

    /// <summary>True when the alert told of a statement that still waited.</summary>
    public bool Waits(string id, string statementId) => _open.TryPeek(id, out var alert) && alert.Waits(statementId);

    public void Write(StateWriter writer)
    {
        writer.Count(_open.Count);
        foreach (var (id, alert) in _open.Entries)
        {
            writer.Text(id);
            alert.Write(writer);
        }
    }

    public void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
            _open.Set(reader.Text(), OpenAlert.Read(reader));
    }

    private static Alert Made(string id, Finding finding, StatementFacts facts, OpenAlert alert)
    {
        var request = facts.Statement.Request;
        return new()
        {
            AlertId = id,
            RuleId = finding.Rule.Id,
            RuleName = finding.Rule.Name,
            RuleVersion = finding.Rule.Version,
            Summary = finding.Summary,
            Severity = Severity(alert.Score),
            Score = alert.Score,
            Time = alert.Time,
            Agent = request.Agent,
            Job = facts.Job,
            SessionId = request.SessionId,
            Objects = [.. alert.Objects],
            Techniques = finding.Rule.Techniques,
            Evidence = [.. alert.Evidence],
            Observed = new Dictionary<string, string>(finding.Observed) { ["hits"] = alert.Hits.ToString(CultureInfo.InvariantCulture) },
            Decision = facts.Decision,
            SuggestedAction = finding.Rule.Action,
            Client = request.Client,
        };
    }

    // The four severities that security teams sort by
    private static int Severity(double score) => score switch
    {
        < 40 => 21,
        < 70 => 47,
        < 90 => 73,
        _ => 99,
    };
}
