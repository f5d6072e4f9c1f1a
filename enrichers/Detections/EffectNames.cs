using System.Collections.Frozen;

namespace Snowtrail.Enrichers.Detections;

/// <summary>Reads the flags of an analysis; those that no rule looks at are passed over.</summary>
internal static class EffectNames
{
    private static readonly FrozenDictionary<string, Effects> ByName = new Dictionary<string, Effects>
    {
        ["UNLOAD"] = Effects.Unload,
        ["FILE_TRANSFER"] = Effects.FileTransfer,
        ["DYNAMIC"] = Effects.Dynamic,
        ["SCRIPTING_BLOCK"] = Effects.ScriptingBlock,
        ["CREATES_ROUTINE"] = Effects.CreatesRoutine,
        ["EXTERNAL_ACCESS"] = Effects.ExternalAccess,
        ["SHARE"] = Effects.Share,
        ["SELECT_STAR"] = Effects.SelectStar,
        ["HAS_WHERE"] = Effects.HasWhere,
        ["HAS_LIMIT"] = Effects.HasLimit,
        ["AGGREGATES"] = Effects.Aggregates,
        ["RESULT_SCAN"] = Effects.ResultScan,
        ["CREDENTIALS_IN_TEXT"] = Effects.CredentialsInText,
        ["PRESIGNED_URL"] = Effects.PresignedUrl,
        ["PACKS_ROWS"] = Effects.PacksRows,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Effects Read(IReadOnlyList<string> flags)
    {
        var effects = Effects.None;
        for (var at = 0; at < flags.Count; at++)
            effects |= ByName.GetValueOrDefault(flags[at]);
        return effects;
    }
}
