namespace Snowtrail.Ledger.Files;

/// <summary>Opens and removes the files that the ledger writes.</summary>
internal interface ISegmentFiles
{
    /// <summary>A new, empty file, readable by its owner only. Replaces a file of that name.</summary>
    ISegmentFile Create(string path);

    ISegmentFile Open(string path);

    void Delete(string path);

    /// <summary>Returns when the directory's entries are on stable storage.</summary>
    void FlushDirectory(string directory);
}
