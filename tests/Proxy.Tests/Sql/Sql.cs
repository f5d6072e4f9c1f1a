using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

/// <summary>Analysis with the sample's names, and short forms of what it says.</summary>
internal static class Sql
{
    public static SessionNames Names { get; } = new("SHOP", "PUBLIC");

    public static SqlAnalysis Analyze(string sql, SqlCatalog? catalog = null) => SqlAnalyzer.Analyze(sql, Names, null, catalog);

    public static SqlStatement One(string sql, SqlCatalog? catalog = null) => Analyze(sql, catalog).Statements.Single();

    /// <summary>Sources of each output column, as <c>CARDS.CARD_NUMBER:Direct</c>; a star in brackets; null when not known.</summary>
    public static string? Lineage(string sql, SqlCatalog? catalog = null) =>
        One(sql, catalog).OutputColumns is { } columns ? string.Join(" | ", columns.Select(Show)) : null;

    private static string Show(OutputColumn column)
    {
        var sources = string.Join(' ', column.Sources.Select(one => $"{one.Object.Name}.{one.Column}:{one.Kind}").Order(StringComparer.Ordinal));
        if (!column.IsStar)
        {
            return $"{column.Name ?? "-"}<{sources}>";
        }

        var named = column.ByName.Select(one => $" {one.Key}<{string.Join(' ', one.Value.Select(source => $"{source.Object.Name}.{source.Column}:{source.Kind}"))}>");
        return $"*[{string.Join(' ', column.StarOf.Select(one => one.Name))}{string.Concat(named)}]<{sources}>";
    }
}
