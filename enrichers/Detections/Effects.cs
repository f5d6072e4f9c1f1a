namespace Snowtrail.Enrichers.Detections;

/// <summary>The flags of an analysis that rules look at, as bits.</summary>
[Flags]
internal enum Effects
{
    None = 0,
    Unload = 1 << 0,
    FileTransfer = 1 << 1,
    Dynamic = 1 << 2,
    ScriptingBlock = 1 << 3,
    CreatesRoutine = 1 << 4,
    ExternalAccess = 1 << 5,
    Share = 1 << 6,
    SelectStar = 1 << 7,
    HasWhere = 1 << 8,
    HasLimit = 1 << 9,
    Aggregates = 1 << 10,
    ResultScan = 1 << 11,
    CredentialsInText = 1 << 12,
    PresignedUrl = 1 << 13,
    PacksRows = 1 << 14,
}
