namespace Snowtrail.Proxy.Results;

/// <summary>One column as <c>rowtype</c> describes it.</summary>
/// <param name="Name">Column name.</param>
/// <param name="Type">Snowflake type in small letters, such as <c>fixed</c> and <c>text</c>.</param>
/// <param name="Scale">Digits behind the point.</param>
internal sealed record ResultType(string Name, string Type, int Scale)
{
    /// <summary>Cells are text, or JSON as text.</summary>
    public bool IsText => Type == "text" || IsJson;

    /// <summary>Cells are JSON as text (or structured, in Arrow).</summary>
    public bool IsJson => Type is "variant" or "object" or "array" or "map";

    public bool IsNumber => Type is "fixed" or "real" or "decfloat";
}
