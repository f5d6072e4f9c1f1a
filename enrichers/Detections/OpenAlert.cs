using Snowtrail.Enrichers.State;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>What an alert has gathered so far.</summary>
internal sealed class OpenAlert
{
    public const int EvidenceMax = 20, ObjectsMax = 20, WaitingMax = 64;

    /// <summary>Statements that fired it.</summary>
    public long Hits { get; set; }

    /// <summary>Highest score so far.</summary>
    public double Score { get; set; }

    /// <summary>Newest statement that fired it.</summary>
    public DateTimeOffset Time { get; set; }

    public List<Evidence> Evidence { get; } = [];

    public List<string> Objects { get; } = [];

    /// <summary>Statements that were counted while they waited for a person, and whether it was told; beyond the bound the oldest counts twice.</summary>
    private List<(string StatementId, bool Told)> Waiting { get; } = [];

    public bool Waits(string statementId) => Waiting.Exists(one => one.StatementId == statementId);

    public void Wait(string statementId, bool told)
    {
        if (Waiting.Count == WaitingMax)
            Waiting.RemoveAt(0);
        Waiting.Add((statementId, told));
    }

    /// <summary>Whether it was told that the statement waited; null when it did not.</summary>
    public bool? EndWait(string statementId)
    {
        var at = Waiting.FindIndex(one => one.StatementId == statementId);
        if (at < 0)
            return null;
        var told = Waiting[at].Told;
        Waiting.RemoveAt(at);
        return told;
    }

    /// <summary>Takes what is new, oldest step first; what is beyond the bound is counted by <see cref="Hits"/> alone.</summary>
    public void Add(Finding finding)
    {
        foreach (var step in finding.Evidence)
            if (Evidence.Count < EvidenceMax && !Evidence.Exists(known => known.StatementId == step.StatementId && known.Step == step.Step))
                Evidence.Insert(Place(step), step);
        foreach (var name in finding.Objects)
            if (Objects.Count < ObjectsMax && !Objects.Contains(name))
                Objects.Add(name);
    }

    private int Place(Evidence step)
    {
        var at = Evidence.Count;
        while (at > 0 && Later(Evidence[at - 1], step))
            at--;
        return at;
    }

    private static bool Later(Evidence left, Evidence right) =>
        left.Time > right.Time || (left.Time == right.Time && string.CompareOrdinal(left.StatementId, right.StatementId) > 0);

    public void Write(StateWriter writer)
    {
        writer.Long(Hits);
        writer.Double(Score);
        writer.Time(Time);
        writer.Count(Evidence.Count);
        foreach (var step in Evidence)
            writer.Bytes(step.ToAvro());
        writer.Count(Objects.Count);
        foreach (var name in Objects)
            writer.Text(name);
        writer.Count(Waiting.Count);
        foreach (var (statement, told) in Waiting)
        {
            writer.Text(statement);
            writer.Bool(told);
        }
    }

    public static OpenAlert Read(StateReader reader)
    {
        var alert = new OpenAlert { Hits = reader.Long(), Score = reader.Double(), Time = reader.Time() };
        for (var left = reader.Count(); left > 0; left--)
            alert.Evidence.Add(Schemas.Evidence.FromAvro(reader.Bytes()));
        for (var left = reader.Count(); left > 0; left--)
            alert.Objects.Add(reader.Text());
        for (var left = reader.Count(); left > 0; left--)
            alert.Waiting.Add((reader.Text(), reader.Bool()));
        return alert;
    }
}
