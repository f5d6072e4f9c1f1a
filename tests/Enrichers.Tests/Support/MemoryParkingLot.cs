using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Enrichers.Tests.Support;

internal sealed class MemoryParkingLot : IParkingLot
{
    public List<ParkedRecord> Records { get; } = [];

    public Exception? Failure { get; set; }

    public async Task ParkAsync(ParkedRecord record)
    {
        await Task.Yield();
        if (Failure is not null)
            throw Failure;
        Records.Add(record);
    }
}
