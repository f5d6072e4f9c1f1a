using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Bench.Processes;

/// <summary>Nothing may be put aside while it is measured.</summary>
internal sealed class NoParking : IParkingLot
{
    public Task ParkAsync(ParkedRecord record) => throw new InvalidOperationException($"parked: {record.Reason}");
}
