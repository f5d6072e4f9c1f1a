using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Tests;

/// <summary>Keeps what is parked, and refuses as a full disk does while it is told to.</summary>
internal sealed class ParkingLot : IParkingLot
{
    public List<ParkedRecord> Records { get; } = [];

    public int RefuseTimes { get; set; }

    public Task ParkAsync(ParkedRecord record)
    {
        if (RefuseTimes-- > 0)
            throw new IOException("no space left");
        Records.Add(record);
        return Task.CompletedTask;
    }
}
