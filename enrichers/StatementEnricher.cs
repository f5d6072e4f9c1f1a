using System.Globalization;
using Snowtrail.Enrichers.Baselines;
using Snowtrail.Enrichers.Detections;
using Snowtrail.Enrichers.Jobs;
using Snowtrail.Enrichers.Joining;
using Snowtrail.Enrichers.Risk;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers;

/// <summary>Makes the document of a joined statement, and the alerts it fires, against what is known of its agent.</summary>
internal sealed class StatementEnricher
{
    // Novelty means something only once there is something to differ from
    private const int HistoryMin = 12;

    // A statement of this score or more is not learned from, else an attacker teaches the baseline
    private const double LearnBelow = 50;
    private const double UnprovedJobContext = 0.25;
    private readonly JobResolver _jobs;
    private readonly NamePatterns _piiTables;
    private readonly RiskFactors _factors;
    private readonly StageAndGet? _stageAndGet;
    private readonly WholePiiRead? _wholePiiRead;
    private readonly VolumeAboveBaseline? _volume;
    private readonly Rule? _volumeRule;

    public StatementEnricher(EnricherOptions options)
    {
        _jobs = new(options.Jobs);
        _piiTables = new(options.PiiTables);
        _factors = new(options.Rules, options.Jobs);
        _stageAndGet = options.Rules.Find("EXF-01") is { } stage ? new(stage) : null;
        _wholePiiRead = options.Rules.Find("COL-11") is { } whole ? new(whole, options.Jobs) : null;
        _volumeRule = options.Rules.Find("COL-03");
        _volume = _volumeRule is null ? null : new(_volumeRule);
    }

    /// <summary>Alerts about a statement that a person has yet to decide; its document, and what is learned of it, come when it has ended.</summary>
    public void Hold(JoinedStatement held, AgentState agent, List<EnrichedEvent> made)
    {
        var facts = new StatementFacts(held, _jobs.Resolve(held.Request), _piiTables);
        var findings = new List<Finding>();
        FindAttempts(facts, agent, NewObject(facts, agent), findings);
        made.AddRange(Raise(facts, agent, findings, Context(facts), []));
    }

    public void Enrich(JoinedStatement joined, AgentState agent, List<EnrichedEvent> made)
    {
        var facts = new StatementFacts(joined, _jobs.Resolve(joined.Request), _piiTables);
        var historied = agent.Statements >= HistoryMin;
        var newObject = NewObject(facts, agent);
        var newShape = !agent.Shapes.Contains(facts.Analysis.Fingerprint);
        var comparison = _volume?.Compare(facts, agent.Volume);

        var findings = new List<Finding>();
        FindAttempts(facts, agent, newObject, findings);
        if (comparison is { Unusual: true } && _volume!.Alerts(comparison))
            findings.Add(_volume.Made(facts, agent.Volume, comparison));

        var hits = new List<RiskHit>();
        var context = Context(facts);
        _factors.Add(facts, historied ? newObject : null, historied && newShape, hits);
        foreach (var finding in findings)
            hits.Add(Hit(finding));
        if (comparison is { Unusual: true } && !_volume!.Alerts(comparison))
            hits.Add(new(_volumeRule!, "more than usual", _volumeRule!.Shadow ? 0 : _volumeRule.Weight, _volume.Confidence(comparison)));
        var risk = RiskScore.Compute(hits, context);

        var detections = new List<Detection>(findings.Count);
        var alerts = Raise(facts, agent, findings, context, detections);
        made.Add(Document(facts, agent, risk, detections, Compared(agent, comparison, newObject, newShape)));
        made.AddRange(alerts);
        Learn(facts, agent, comparison, risk.Score);
    }

    // What counts whether it runs or not
    private void FindAttempts(StatementFacts facts, AgentState agent, string? newObject, List<Finding> findings)
    {
        _stageAndGet?.Apply(facts, agent.Stages, newObject is not null, findings);
        _wholePiiRead?.Apply(facts, agent.Habits, agent.Alerts, findings);
    }

    private static double Context(StatementFacts facts) => 1 + (facts.JobProved ? 0 : UnprovedJobContext);

    private static List<EnrichedEvent> Raise(
        StatementFacts facts, AgentState agent, List<Finding> findings, double context, List<Detection> detections)
    {
        var alerts = new List<EnrichedEvent>(findings.Count);
        foreach (var finding in findings)
        {
            var subject = facts.Statement.Request.Agent.Subject;
            var id = AlertId.Of(finding.Rule.Id, subject, finding.Object, finding.WindowStart);
            detections.Add(new() { RuleId = finding.Rule.Id, Name = finding.Rule.Name, Version = finding.Rule.Version, AlertId = id });
            if (finding.Rule.Shadow)
                continue;
            var score = RiskScore.Compute([Hit(finding)], context).Score;
            if (agent.Alerts.Raise(id, finding, facts, score) is { } alert)
                alerts.Add(Envelope(facts, id, alert.Time, alert));
        }

        return alerts;
    }

    private static RiskHit Hit(Finding finding) =>
        new(finding.Rule, finding.Summary, finding.Rule.Shadow ? 0 : finding.Weight, finding.Confidence, finding.Asset);

    private static string? NewObject(StatementFacts facts, AgentState agent)
    {
        foreach (var table in facts.Reads)
            if (!agent.Objects.Contains(table))
                return table;
        return null;
    }

    private void Learn(StatementFacts facts, AgentState agent, VolumeComparison? comparison, double score)
    {
        agent.Statements++;
        if (score >= LearnBelow)
            return;
        agent.Shapes.Add(facts.Analysis.Fingerprint);
        foreach (var table in facts.Reads)
            agent.Objects.Add(table);
        if (comparison is { Unusual: false })
            _volume!.Learn(facts, agent.Volume);
    }

    private static Dictionary<string, string> Compared(AgentState agent, VolumeComparison? comparison, string? newObject, bool newShape)
    {
        var compared = new Dictionary<string, string>(6)
        {
            ["statements"] = agent.Statements.ToString(CultureInfo.InvariantCulture),
            ["new_shape"] = newShape ? "true" : "false",
        };
        if (newObject is not null)
            compared["new_object"] = newObject;
        if (comparison is null)
            return compared;
        compared["results"] = comparison.History.ToString(CultureInfo.InvariantCulture);
        compared["rows_score"] = comparison.Known ? VolumeAboveBaseline.Score(comparison.Rows) : "insufficient history";
        if (comparison.Known)
            compared["bytes_score"] = VolumeAboveBaseline.Score(comparison.Bytes);
        return compared;
    }

    private static EnrichedEvent Document(
        StatementFacts facts, AgentState agent, Schemas.Risk risk, List<Detection> detections, Dictionary<string, string> baseline)
    {
        var joined = facts.Statement;
        return Envelope(facts, facts.Id, facts.Time, new EnrichedStatement
        {
            StatementId = facts.Id,
            RequestEventId = joined.RequestEvent.Id,
            RequestedAt = joined.RequestEvent.Time,
            Request = joined.Request,
            CompletionEventId = joined.CompletionEvent?.Id,
            CompletedAt = joined.CompletionEvent?.Time,
            Completion = joined.Completion,
            Approvals = joined.Approvals,
            Attempts = joined.Attempts,
            Job = facts.Job,
            Risk = risk,
            Detections = detections,
            Baseline = baseline,
        });
    }

    private static EnrichedEvent Envelope(StatementFacts facts, string id, DateTimeOffset time, IEnrichedEventBody body)
    {
        var source = facts.Statement.CompletionEvent ?? facts.Statement.RequestEvent;
        return new()
        {
            Id = id,
            GatewayId = source.GatewayId,
            Sequence = source.Sequence,
            Time = time,
            Subject = facts.Statement.Request.Agent.Subject,
            Body = body,
        };
    }
}
