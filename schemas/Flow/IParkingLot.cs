namespace Snowtrail.Schemas.Flow;

/// <summary>Where a record goes that could not be processed. One a process, shared by all its stages; any thread may call it.</summary>
public interface IParkingLot
{
    /// <summary>
    /// Keeps the record; when the task completes, it is durable. A record that comes again after a restart is kept once, or is told by its id.
    /// A failure stops the flow, and the record comes again.
    /// </summary>
    Task ParkAsync(ParkedRecord record);
}
