namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>What is to become of a document after an answer.</summary>
internal enum BulkOutcome
{
    /// <summary>It is in the index.</summary>
    Kept,

    /// <summary>The server will never take it: it goes aside with its bytes and the reason.</summary>
    Parked,

    /// <summary>Somebody else wrote it meanwhile: look again what is there.</summary>
    LookUp,

    /// <summary>It was not taken now; it is sent again after a wait, for ever.</summary>
    Again,
}
