namespace Snowtrail.Proxy.Results.Answers;

/// <summary>New bytes for a range of an answer.</summary>
internal readonly record struct AnswerEdit(ByteRange Place, ReadOnlyMemory<byte> Bytes);
