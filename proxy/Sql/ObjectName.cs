namespace Snowtrail.Proxy.Sql;

/// <summary>
/// The name of an object as Snowflake stores it: upper case unless it was quoted. A part that the text leaves out and the session does not
/// supply is null. <c>*</c> as the name stands for all objects of a schema or database.
/// </summary>
/// <param name="Database">Database, or null when not known.</param>
/// <param name="Schema">Schema, or null when not known.</param>
/// <param name="Name">Object; starts with <c>@</c> for a stage and <c>$</c> for a session variable where lineage speaks of them.</param>
public sealed record ObjectName(string? Database, string? Schema, string Name)
{
    /// <summary>
    /// True when both could be the same object: a part that is not known matches anything, <c>*</c> matches any name, and case does not count,
    /// because a session can make quoted names ignore it.
    /// </summary>
    public bool CouldBe(ObjectName other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Agree(Database, other.Database) && Agree(Schema, other.Schema) && (Name == "*" || other.Name == "*" || SqlNames.Same(Name, other.Name));
    }

    /// <summary>The dotted form, <c>DB.SCHEMA.NAME</c>; unknown parts are left out, a part that needs quotes has them.</summary>
    public override string ToString() =>
        Database is null
            ? Schema is null ? Quote(Name) : $"{Quote(Schema)}.{Quote(Name)}"
            : $"{Quote(Database)}.{(Schema is null ? "" : Quote(Schema))}.{Quote(Name)}";

    private static bool Agree(string? left, string? right) => left is null || right is null || SqlNames.Same(left, right);

    private static string Quote(string part) =>
        part.AsSpan().ContainsAnyExcept(Plain) ? $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : part;

    private static readonly System.Buffers.SearchValues<char> Plain =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$@~%*");
}
