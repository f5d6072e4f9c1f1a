namespace Snowtrail.Indexer.Documents;

/// <summary>How a field is indexed; the names are Elasticsearch's.</summary>
public enum FieldType
{
    /// <summary>Exact, case-sensitive; sorted and counted by.</summary>
    Keyword,

    /// <summary>Words in lower case: runs of letters, digits and underscores.</summary>
    Text,

    /// <summary>64-bit integer.</summary>
    Long,

    /// <summary>64-bit floating point.</summary>
    Double,

    /// <summary>Time, UTC, microseconds.</summary>
    Date,

    /// <summary>IPv4 or IPv6 address.</summary>
    Ip,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An object, or several, of unknown keys: each leaf a keyword, found as <c>field.key</c> or under the field as a whole.</summary>
    Flattened,
}
