namespace Snowtrail.Proxy.Sql;

/// <summary>How an output column comes from a source column. Ordered: a greater kind wins where both hold.</summary>
public enum LineageKind
{
    /// <summary>Only how many values there are: <c>count(c)</c>, <c>count(distinct c)</c>. Shows no value.</summary>
    Counted,

    /// <summary>The value itself, unchanged.</summary>
    Direct,

    /// <summary>Any expression over the value, aggregates included.</summary>
    Derived,
}
