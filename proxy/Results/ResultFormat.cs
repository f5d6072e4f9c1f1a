namespace Snowtrail.Proxy.Results;

/// <summary>Format of the rows of a result, as the warehouse chose it.</summary>
public enum ResultFormat
{
    /// <summary>JSON rowset; chunks are rows without the outer brackets.</summary>
    Json,

    /// <summary>Arrow IPC stream; inline in base64.</summary>
    Arrow,
}
