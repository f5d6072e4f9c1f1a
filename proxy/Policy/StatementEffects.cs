using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Policy;

/// <summary>Effects of a statement as policy speaks of them: its flags, and what follows from its class and addresses.</summary>
internal static class StatementEffects
{
    /// <summary>Effects that carry data past the gateway, by ways that it cannot see.</summary>
    public const StatementFlags RoundTheGateway = StatementFlags.FileTransfer | StatementFlags.Unload | StatementFlags.PresignedUrl
        | StatementFlags.Share | StatementFlags.ExternalAccess | StatementFlags.StageRead;

    /// <summary>The part of them that is refused without a policy too.</summary>
    public const StatementFlags RefusedAlways = StatementFlags.FileTransfer | StatementFlags.Unload | StatementFlags.PresignedUrl;

    /// <summary>Effects that no rule can open: the answer would hold storage credentials, which never pass.</summary>
    public const StatementFlags NeverOpened = StatementFlags.FileTransfer;

    public static StatementFlags Of(SqlAnalysis analysis, SqlStatement statement)
    {
        var effects = statement.Flags | (analysis.Flags & StatementFlags.CredentialsInText);
        effects |= statement.Class switch
        {
            StatementClass.FileTransfer => StatementFlags.FileTransfer,
            StatementClass.Unload => StatementFlags.Unload,
            StatementClass.Load when statement.Urls.Count > 0 => StatementFlags.ExternalAccess,
            StatementClass.Ddl when statement.Urls.Count > 0 && OpensLocation(statement.Verb) => StatementFlags.ExternalAccess,
            StatementClass.Call => StatementFlags.Call,
            _ => StatementFlags.None,
        };
        return statement.Class == StatementClass.Load ? effects & ~StatementFlags.StageRead : effects;
    }

    // An address in a table's comment is only text; in these it is where data goes to or comes from.
    private static bool OpensLocation(string verb) =>
        verb.Contains("STAGE", StringComparison.Ordinal) || verb.Contains("EXTERNAL", StringComparison.Ordinal)
        || verb.Contains("VOLUME", StringComparison.Ordinal) || verb.Contains("ICEBERG", StringComparison.Ordinal)
        || verb.Contains("INTEGRATION", StringComparison.Ordinal);
}
