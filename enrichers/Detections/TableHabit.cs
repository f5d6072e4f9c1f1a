using Snowtrail.Enrichers.State;

namespace Snowtrail.Enrichers.Detections;

/// <summary>How often an agent, in one job, read a whole table.</summary>
internal sealed class TableHabit
{
    public bool Approved { get; set; }

    public int Days { get; set; }

    public DateTimeOffset LastDay { get; set; }

    public void Write(StateWriter writer)
    {
        writer.Bool(Approved);
        writer.Long(Days);
        writer.Time(LastDay);
    }

    public static TableHabit Read(StateReader reader) => new() { Approved = reader.Bool(), Days = (int)reader.Long(), LastDay = reader.Time() };
}
