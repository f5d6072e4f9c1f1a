using System.Globalization;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>
/// The sequence of the data thefts of 2024: look around, make a stage, unload into it, fetch it. Each step alone is ordinary, so the steps are
/// kept by stage and the chain is judged by which of them are there, not by the order in which they came to be known.
/// </summary>
internal sealed class StageAndGet(Rule rule)
{
    private readonly TimeSpan _window = TimeSpan.FromHours(rule.Parameter("window_hours"));
    private readonly double _unload = rule.Parameter("unload");
    private readonly double _unloadOwnPlace = rule.Parameter("unload_own_place");
    private readonly double _takenAlone = rule.Parameter("taken_alone");
    private readonly double _unloadTaken = rule.Parameter("unload_taken");
    private readonly double _complete = rule.Parameter("complete");
    private readonly double _cleaned = rule.Parameter("cleaned");
    private readonly double _alertScore = rule.Parameter("alert_score");

    public void Apply(StatementFacts facts, StageHistory history, bool newObject, List<Finding> findings)
    {
        var verb = facts.Analysis.Verb;
        if (facts.Class == StatementClass.Metadata && verb.StartsWith("SHOW", StringComparison.Ordinal))
            history.Enumerated = Newer(history.Enumerated, Step(facts, "listed objects"), _window);
        else if (facts.Class == StatementClass.Query && newObject && facts.ReadsWhole)
            history.Looked = Newer(history.Looked, Step(facts, $"looked at {facts.Reads[0]}"), _window);
        var kind = Kind(facts, verb);
        if (kind == ChainKind.None)
            return;
        foreach (var name in Names(facts, kind))
            Advance(facts, history, kind, name, findings);
    }

    private static ChainKind Kind(StatementFacts facts, string verb)
    {
        if (facts.Class == StatementClass.Unload || facts.Has(Effects.Unload))
            return ChainKind.Data;
        if (verb.StartsWith("GET", StringComparison.Ordinal) && facts.Class == StatementClass.FileTransfer)
            return ChainKind.Taken;
        if (verb is "REMOVE" or "RM" or "DROP STAGE")
            return ChainKind.Cleaned;
        return verb.StartsWith("CREATE", StringComparison.Ordinal) && verb.EndsWith("STAGE", StringComparison.Ordinal) ? ChainKind.Place : ChainKind.None;
    }

    private static HashSet<string> Names(StatementFacts facts, ChainKind kind)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in facts.Analysis.Stages)
            names.Add(StageName.Normalize(stage, facts.Statement.Request.Context));
        if (kind == ChainKind.Place || (kind == ChainKind.Cleaned && names.Count == 0))
            foreach (var written in facts.Analysis.Writes)
                names.Add(StageName.Normalize(written, facts.Statement.Request.Context));
        return names;
    }

    private void Advance(StatementFacts facts, StageHistory history, ChainKind kind, string name, List<Finding> findings)
    {
        // A drop of a stage that nothing was unloaded to is housekeeping, not a chain
        if (!history.Stages.TryUse(name, out var chain))
        {
            if (kind == ChainKind.Cleaned)
                return;
            history.Stages.Set(name, chain = new StageChain());
        }

        Forget(chain, facts.Time);
        if (chain is { Place: null, Data: null, Taken: null, Cleaned: null })
            chain.WindowStart = new(facts.Time.UtcDateTime.Date, TimeSpan.Zero);
        Enter(chain, kind, Step(facts, Words(kind, name)));
        var score = Score(chain);
        if (score >= _alertScore)
            findings.Add(Made(facts, history, chain, name, score));
    }

    private void Forget(StageChain chain, DateTimeOffset now)
    {
        chain.Place = Near(chain.Place, now, _window);
        chain.Data = Near(chain.Data, now, _window);
        chain.Taken = Near(chain.Taken, now, _window);
        chain.Cleaned = Near(chain.Cleaned, now, _window);
    }

    private static void Enter(StageChain chain, ChainKind kind, ChainStep step)
    {
        switch (kind)
        {
            case ChainKind.Place: chain.Place = Older(chain.Place, step); break;
            case ChainKind.Data: chain.Data = Older(chain.Data, step); break;
            case ChainKind.Taken: chain.Taken = Older(chain.Taken, step); break;
            default: chain.Cleaned = Older(chain.Cleaned, step); break;
        }
    }

    private double Score(StageChain chain)
    {
        if (chain.Data is null)
            return chain.Taken is null ? 0 : _takenAlone;
        if (chain.Taken is null)
            return chain.Place is not null ? _unloadOwnPlace : _unload;
        if (chain.Place is null)
            return _unloadTaken;
        return chain.Cleaned is null ? _complete : _cleaned;
    }

    private Finding Made(StatementFacts facts, StageHistory history, StageChain chain, string name, double score)
    {
        var steps = new List<ChainStep>(6);
        foreach (var step in (ReadOnlySpan<ChainStep?>)[Near(history.Enumerated, facts.Time, _window), Near(history.Looked, facts.Time, _window), chain.Place, chain.Data, chain.Taken, chain.Cleaned])
            if (step is not null)
                steps.Add(step);
        var sessions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
            sessions.Add(step.SessionId);
        var agent = facts.Statement.Request.Agent.Subject;
        var did = chain.Taken is null ? "unloaded data to" : "unloaded data to and fetched it from";
        return new()
        {
            Rule = rule,
            Object = name,
            WindowStart = chain.WindowStart,
            Weight = score,
            Confidence = sessions.Count == 1 ? 1 : 0.8,
            Summary = $"{agent} {did} the stage {name} ({facts.Decision})",
            Evidence = [.. steps.Select(step => step.Evidence).OrderBy(step => step.Time).ThenBy(step => step.StatementId, StringComparer.Ordinal)],
            Objects = [name, .. facts.Reads],
            Observed = new Dictionary<string, string>
            {
                ["stage"] = name,
                ["steps"] = string.Join(" > ", steps.Select(step => step.Evidence.Step)),
                ["sessions"] = sessions.Count.ToString(CultureInfo.InvariantCulture),
                ["threshold"] = _alertScore.ToString(CultureInfo.InvariantCulture),
                ["window"] = $"{_window.TotalHours.ToString(CultureInfo.InvariantCulture)} h",
            },
        };
    }

    private static string Words(ChainKind kind, string name) => kind switch
    {
        ChainKind.Place => $"made the stage {name}",
        ChainKind.Data => $"unloaded to {name}",
        ChainKind.Taken => $"fetched files from {name}",
        _ => $"removed files or the stage {name}",
    };

    private static ChainStep Step(StatementFacts facts, string words) => new(facts.Step(words), facts.Statement.Request.SessionId);

    private static ChainStep? Near(ChainStep? step, DateTimeOffset now, TimeSpan window) =>
        step is not null && (now - step.Time).Duration() <= window ? step : null;

    // The same step comes again when its hold has ended, and says how
    private static ChainStep Older(ChainStep? known, ChainStep step) =>
        known is null || step.Time < known.Time || step.Evidence.StatementId == known.Evidence.StatementId ? step : known;

    private static ChainStep Newer(ChainStep? known, ChainStep step, TimeSpan window) =>
        Near(known, step.Time, window) is not { } near || step.Time >= near.Time ? step : near;

    private enum ChainKind
    {
        None,
        Place,
        Data,
        Taken,
        Cleaned,
    }
}
