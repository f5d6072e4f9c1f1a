namespace Snowtrail.Sandbox.Execution;

/// <summary>The words between CREATE and the name.</summary>
internal sealed record CreateClause(bool Replaces, IReadOnlyList<string> Words)
{
    public bool IsTemporary => Words.Any(w => w is "TEMP" or "TEMPORARY" or "VOLATILE" or "LOCAL" or "GLOBAL");

    public bool IfNotExists { get; init; }
}
