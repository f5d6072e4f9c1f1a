namespace Snowtrail.Proxy.Results.Answers;

/// <summary>A column of <c>rowtype</c> and where its <c>nullable</c> stands when that is false.</summary>
internal readonly record struct AnswerColumn(ResultType Type, ByteRange? NotNullable);
