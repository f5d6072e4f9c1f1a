using Snowtrail.Enrichers.State;

namespace Snowtrail.Enrichers.Detections;

/// <summary>What an agent did that can belong to a stage-and-get sequence.</summary>
internal sealed class StageHistory(int stagesMax)
{
    /// <summary>Newest listing of objects.</summary>
    public ChainStep? Enumerated { get; set; }

    /// <summary>Newest look at a table that the agent never read before.</summary>
    public ChainStep? Looked { get; set; }

    public RecencyMap<string, StageChain> Stages { get; } = new(stagesMax);

    public void Write(StateWriter writer)
    {
        ChainStep.Write(writer, Enumerated);
        ChainStep.Write(writer, Looked);
        writer.Count(Stages.Count);
        foreach (var (name, chain) in Stages.Entries)
        {
            writer.Text(name);
            chain.Write(writer);
        }
    }

    public void Read(StateReader reader)
    {
        (Enumerated, Looked) = (ChainStep.Read(reader), ChainStep.Read(reader));
        for (var left = reader.Count(); left > 0; left--)
            Stages.Set(reader.Text(), StageChain.Read(reader));
    }
}
