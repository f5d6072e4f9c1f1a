using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>Parks by a function.</summary>
internal sealed class ParkingLot(Func<ParkedRecord, Task> park) : IParkingLot
{
    public static ParkingLot None { get; } = new(record => throw new InvalidOperationException($"parked: {record.Reason}"));

    public Task ParkAsync(ParkedRecord record) => park(record);
}
