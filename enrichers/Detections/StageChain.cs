using Snowtrail.Enrichers.State;

namespace Snowtrail.Enrichers.Detections;

/// <summary>The steps that concern one stage.</summary>
internal sealed class StageChain
{
    public DateTimeOffset WindowStart { get; set; }

    public ChainStep? Place { get; set; }

    public ChainStep? Data { get; set; }

    public ChainStep? Taken { get; set; }

    public ChainStep? Cleaned { get; set; }

    public void Write(StateWriter writer)
    {
        writer.Time(WindowStart);
        ChainStep.Write(writer, Place);
        ChainStep.Write(writer, Data);
        ChainStep.Write(writer, Taken);
        ChainStep.Write(writer, Cleaned);
    }

    public static StageChain Read(StateReader reader) => new()
    {
        WindowStart = reader.Time(),
        Place = ChainStep.Read(reader),
        Data = ChainStep.Read(reader),
        Taken = ChainStep.Read(reader),
        Cleaned = ChainStep.Read(reader),
    };
}
