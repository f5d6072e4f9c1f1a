using Snowtrail.Enrichers.Baselines;
using Snowtrail.Enrichers.Detections;
using Snowtrail.Enrichers.State;

namespace Snowtrail.Enrichers;

/// <summary>What is remembered of one agent; bounded in every part.</summary>
internal sealed class AgentState(EnricherOptions options)
{
    /// <summary>Statements seen.</summary>
    public long Statements { get; set; }

    public Volume Volume { get; } = new();

    public SeenSet Objects { get; } = new(options.SeenMax);

    public SeenSet Shapes { get; } = new(options.SeenMax);

    public StageHistory Stages { get; } = new(options.PerAgentMax);

    public RecencyMap<string, TableHabit> Habits { get; } = new(options.PerAgentMax);

    public AlertBook Alerts { get; } = new(options.PerAgentMax);

    public void Write(StateWriter writer)
    {
        writer.Long(Statements);
        Volume.Write(writer);
        Objects.Write(writer);
        Shapes.Write(writer);
        Stages.Write(writer);
        writer.Count(Habits.Count);
        foreach (var (key, habit) in Habits.Entries)
        {
            writer.Text(key);
            habit.Write(writer);
        }

        Alerts.Write(writer);
    }

    public void Read(StateReader reader)
    {
        Statements = reader.Long();
        Volume.Read(reader);
        Objects.Read(reader);
        Shapes.Read(reader);
        Stages.Read(reader);
        for (var left = reader.Count(); left > 0; left--)
            Habits.Set(reader.Text(), TableHabit.Read(reader));
        Alerts.Read(reader);
    }
}
