namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>What an Arrow IPC message is.</summary>
internal enum IpcKind
{
    /// <summary>Not all of its bytes are there yet.</summary>
    Partial,

    /// <summary>Schema.</summary>
    Schema,

    /// <summary>Record batch.</summary>
    RecordBatch,

    /// <summary>Anything else, such as a dictionary.</summary>
    Other,

    /// <summary>End marker.</summary>
    End,
}
