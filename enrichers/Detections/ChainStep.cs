using Snowtrail.Enrichers.State;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>A step and the session it was made in.</summary>
internal sealed record ChainStep(Evidence Evidence, string SessionId)
{
    public DateTimeOffset Time => Evidence.Time;

    public static void Write(StateWriter writer, ChainStep? step)
    {
        writer.Bool(step is not null);
        if (step is null)
            return;
        writer.Bytes(step.Evidence.ToAvro());
        writer.Text(step.SessionId);
    }

    public static ChainStep? Read(StateReader reader) => reader.Bool() ? new(Evidence.FromAvro(reader.Bytes()), reader.Text()) : null;
}
