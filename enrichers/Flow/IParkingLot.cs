using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Flow;

/// <summary>Where a record goes that could not be processed.</summary>
public interface IParkingLot
{
    /// <summary>Keeps the record; when the task completes, it is durable. A failure stops the flow, and the record comes again after a restart.</summary>
    Task ParkAsync(ParkedRecord record);
}
