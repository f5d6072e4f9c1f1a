namespace Snowtrail.Proxy.Sql;

/// <summary>Gathers statements into an analysis.</summary>
internal static class AnalysisUnion
{
    // From harmless to risky. What cannot be seen (Unknown, then Call) is above all that can.
    private static readonly StatementClass[] ByRisk =
    [
        StatementClass.Transaction, StatementClass.Session, StatementClass.Metadata, StatementClass.Query, StatementClass.Load,
        StatementClass.Dml, StatementClass.Ddl, StatementClass.FileTransfer, StatementClass.Unload, StatementClass.Dcl,
        StatementClass.Call, StatementClass.Unknown,
    ];

    public static SqlAnalysis Of(IReadOnlyList<SqlStatement> statements, string normalized, string sqlText)
    {
        var redacted = SqlRedactor.Redact(sqlText);
        var classes = new HashSet<StatementClass>();
        foreach (var statement in statements)
        {
            AddClasses(statement, classes);
        }

        return new SqlAnalysis
        {
            Statements = statements,
            NormalizedText = normalized,
            Fingerprint = SqlFingerprint.Hash(normalized.Length > 0 ? normalized : redacted),
            RedactedText = redacted,
            FullyParsed = !classes.Contains(StatementClass.Unknown),
            Class = Riskiest(classes),
            Classes = classes,
            Reads = Union(statements, one => one.Reads),
            BaseReads = Union(statements, one => one.BaseReads),
            Writes = Union(statements, one => one.Writes),
            Stages = Union(statements, one => one.Stages),
            Urls = Union(statements, one => one.Urls),
            Functions = Union(statements, one => one.Functions),
            Flags = statements.Aggregate(StatementFlags.None, (flags, one) => flags | one.Flags)
                | (redacted == sqlText ? StatementFlags.None : StatementFlags.CredentialsInText),
        };
    }

    public static StatementClass Riskiest(IEnumerable<StatementClass> classes) =>
        classes.DefaultIfEmpty(StatementClass.Unknown).MaxBy(one => Array.IndexOf(ByRisk, one));

    private static void AddClasses(SqlStatement statement, HashSet<StatementClass> classes)
    {
        classes.Add(statement.Class);
        foreach (var inner in statement.Inner)
        {
            AddClasses(inner, classes);
        }
    }

    private static IReadOnlyList<T> Union<T>(IReadOnlyList<SqlStatement> statements, Func<SqlStatement, IReadOnlyList<T>> part) =>
        statements.Count == 1 ? part(statements[0]) : [.. statements.SelectMany(part).Distinct()];
}
