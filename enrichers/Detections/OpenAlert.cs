using Snowtrail.Enrichers.State;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>What an alert has gathered so far.</summary>
internal sealed class OpenAlert
{
    public const int EvidenceMax = 20, ObjectsMax = 20;

    /// <summary>Statements that fired it.</summary>
    public long Hits { get; set; }

    /// <summary>Highest score so far.</summary>
    public double Score { get; set; }

    /// <summary>Newest statement that fired it.</summary>
    public DateTimeOffset Time { get; set; }

    public List<Evidence> Evidence { get; } = [];

    public List<string> Objects { get; } = [];

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
    }

    public static OpenAlert Read(StateReader reader)
    {
        var alert = new OpenAlert { Hits = reader.Long(), Score = reader.Double(), Time = reader.Time() };
        for (var left = reader.Count(); left > 0; left--)
            alert.Evidence.Add(Schemas.Evidence.FromAvro(reader.Bytes()));
        for (var left = reader.Count(); left > 0; left--)
            alert.Objects.Add(reader.Text());
        return alert;
    }
}
