using System.Collections.Concurrent;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

internal sealed class MemoryParking : IParkingLot
{
    public ConcurrentQueue<ParkedRecord> Records { get; } = new();

    public Task ParkAsync(ParkedRecord record)
    {
        Records.Enqueue(record);
        return Task.CompletedTask;
    }
}
