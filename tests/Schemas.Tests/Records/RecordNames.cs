namespace Snowtrail.Schemas.Tests.Records;

/// <summary>Every record type, by name, as theory data.</summary>
public sealed class RecordNames : TheoryData<string>
{
    public RecordNames() => AddRange(RecordKind.All.Select(kind => kind.Type.Name).ToArray());
}
