using Snowtrail.Enrichers.Jobs;
using Snowtrail.Enrichers.Joining;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>What rules ask of a statement, worked out once.</summary>
internal sealed class StatementFacts
{
    public StatementFacts(JoinedStatement statement, JobMetadata? job, NamePatterns piiTables)
    {
        (Statement, Job, Analysis) = (statement, job, statement.Request.Analysis);
        Effects = EffectNames.Read(Analysis.Flags);
        Reads = Analysis.BaseReads.Count > 0 ? Analysis.BaseReads : Analysis.Reads;
        Decision = DecisionWords.Of(statement);
        foreach (var table in Reads)
            if (piiTables.Match(table))
                (PiiReads ??= []).Add(table);
    }

    public JoinedStatement Statement { get; }

    public JobMetadata? Job { get; }

    public Analysis Analysis { get; }

    public Effects Effects { get; }

    /// <summary>Tables whose data can come out.</summary>
    public IReadOnlyList<string> Reads { get; }

    /// <summary>Those of <see cref="Reads"/> that hold personal data; null for none.</summary>
    public List<string>? PiiReads { get; }

    public string Decision { get; }

    public StatementClass Class => Analysis.Class;

    public DateTimeOffset Time => Statement.RequestEvent.Time;

    public string Id => Statement.Request.StatementId;

    public StatementOutcome? Outcome => Statement.Completion?.Outcome;

    public bool Succeeded => Outcome == StatementOutcome.Success;

    /// <summary>True when the job's name rests on more than what the client says.</summary>
    public bool JobProved => Job is { Trust: >= Trust.Configured };

    /// <summary>Everything of its tables comes out: nothing filters, limits or folds the rows. A describe brings none.</summary>
    public bool ReadsWhole => Class is StatementClass.Query or StatementClass.Unload && Reads.Count > 0 && !Statement.Request.DescribeOnly
        && (Effects & (Effects.HasWhere | Effects.HasLimit | Effects.Aggregates)) == 0;

    public bool Has(Effects effects) => (Effects & effects) != 0;

    public Evidence Step(string words) => new() { StatementId = Id, Time = Time, Step = words, Outcome = Decision };
}
