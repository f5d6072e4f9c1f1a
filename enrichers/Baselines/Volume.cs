using Snowtrail.Enrichers.State;

namespace Snowtrail.Enrichers.Baselines;

/// <summary>How much an agent's results bring.</summary>
internal sealed class Volume
{
    public Baseline Rows { get; } = new();

    public Baseline Bytes { get; } = new();

    public void Write(StateWriter writer)
    {
        Rows.Write(writer);
        Bytes.Write(writer);
    }

    public void Read(StateReader reader)
    {
        Rows.Read(reader);
        Bytes.Read(reader);
    }
}
