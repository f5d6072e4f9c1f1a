using System.Diagnostics.Metrics;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.App.Run;

/// <summary>The one parking place of a process, counted: metric <c>snowtrail.parked</c>, by stage.</summary>
internal sealed class CountedParkingLot(IParkingLot inner) : IParkingLot
{
    private static readonly Meter Meter = new("Snowtrail.App");
    private static readonly Counter<long> Parked = Meter.CreateCounter<long>("snowtrail.parked", "{record}", "Records that could not be processed");

    public async Task ParkAsync(ParkedRecord record)
    {
        await inner.ParkAsync(record);
        Parked.Add(1, new KeyValuePair<string, object?>("stage", record.Stage));
    }
}
