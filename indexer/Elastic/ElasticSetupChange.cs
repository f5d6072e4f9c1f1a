namespace Snowtrail.Indexer.Elastic;

/// <summary>What setting up does with a thing.</summary>
public enum ElasticSetupChange
{
    /// <summary>It was as it should be.</summary>
    Unchanged,

    /// <summary>It was not there.</summary>
    Created,

    /// <summary>It was made by another version, and replaced.</summary>
    Changed,

    /// <summary>A data stream got a new backing index, which has the changed template.</summary>
    RolledOver,

    /// <summary>The server knows no such thing; nothing depends on it.</summary>
    Unsupported,
}
