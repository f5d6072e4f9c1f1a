using Snowtrail.Proxy.Sql.Lexing;
using Snowtrail.Proxy.Sql.Parsing;

namespace Snowtrail.Proxy.Sql;

/// <summary>Says what a SQL text is and does. Pure: the same arguments give the same answer; it throws for no text.</summary>
public static class SqlAnalyzer
{
    /// <summary>Analyses a text of none, one or many statements.</summary>
    /// <param name="sqlText">The text as the driver sent it.</param>
    /// <param name="names">The session's database and schema.</param>
    /// <param name="textBinds">Values of text binds by position (<c>"1"</c>) or name, for <c>IDENTIFIER(?)</c> and <c>TABLE(?)</c>; null for none.</param>
    /// <param name="catalog">What is known of derived objects; null for nothing.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    public static SqlAnalysis Analyze(
        string sqlText,
        SessionNames names,
        IReadOnlyDictionary<string, string?>? textBinds = null,
        SqlCatalog? catalog = null,
        SqlAnalyzerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sqlText);
        ArgumentNullException.ThrowIfNull(names);
        options ??= SqlAnalyzerOptions.Default;
        if (sqlText.Length > options.TextLengthMax)
        {
            return AnalysisUnion.Of([Unreadable], "", sqlText);
        }

        var tokens = SqlTokens.Read(sqlText);
        if (!tokens.Ok)
        {
            return AnalysisUnion.Of([Unreadable], "", sqlText);
        }

        var statements = SqlParser.Read(tokens, names, catalog ?? SqlCatalog.Empty, textBinds, options);
        return AnalysisUnion.Of(statements, SqlFingerprint.Normalize(tokens), sqlText);
    }

    internal static SqlStatement Unreadable { get; } = new() { Class = StatementClass.Unknown, Verb = "", OutputColumns = null };
}
