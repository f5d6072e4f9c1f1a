namespace Snowtrail.Proxy.Sql;

/// <summary>What is known of an object whose data came from other objects.</summary>
/// <param name="Columns">Its columns with their sources; all of them and in order only when <paramref name="Complete"/>.</param>
/// <param name="Complete">True when <paramref name="Columns"/> is the object's whole shape.</param>
/// <param name="AnyColumn">What any of its columns may hold besides.</param>
/// <param name="BaseReads">Objects whose data it may hold, followed to the end.</param>
public sealed record DerivedObject(
    IReadOnlyList<OutputColumn> Columns,
    bool Complete,
    IReadOnlyList<SourceColumn> AnyColumn,
    IReadOnlyList<ObjectName> BaseReads);
