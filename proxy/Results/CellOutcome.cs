namespace Snowtrail.Proxy.Results;

/// <summary>What became of a cell.</summary>
internal enum CellOutcome
{
    /// <summary>It stays as it is.</summary>
    Unchanged,

    /// <summary>It becomes null.</summary>
    Null,

    /// <summary>It has a new text.</summary>
    Replaced,
}
