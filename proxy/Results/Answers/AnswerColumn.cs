namespace Snowtrail.Proxy.Results.Answers;

/// <summary>A column of <c>rowtype</c>, and where its name stands, and its <c>nullable</c> when that is false.</summary>
internal readonly record struct AnswerColumn(ResultType Type, ByteRange? Name, ByteRange? NotNullable);
