using Snowtrail.Schemas;

namespace Snowtrail.Kafka;

/// <summary>Puts a record aside; when the task completes, it is durable. A failure stops the flow, and the record comes again after a restart.</summary>
public delegate Task ParkRecord(ParkedRecord record);
