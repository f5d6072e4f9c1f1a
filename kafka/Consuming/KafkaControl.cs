namespace Snowtrail.Kafka.Consuming;

/// <summary>A running reader.</summary>
public sealed class KafkaControl
{
    private readonly Action _stop;

    internal KafkaControl(Action stop, Task completion) => (_stop, Completion) = (stop, completion);

    /// <summary>Ends when what was settled is committed and the group is left; fails when reading failed.</summary>
    public Task Completion { get; }

    /// <summary>Stops reading, lets what was given out settle (bounded), commits, leaves the group.</summary>
    public Task StopAsync()
    {
        _stop();
        return Completion;
    }
}
