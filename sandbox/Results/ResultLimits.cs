namespace Snowtrail.Sandbox.Results;

/// <summary>When a result leaves the inline part, and how large a chunk grows; bytes are an estimate before encoding.</summary>
internal sealed record ResultLimits(int InlineRows, long InlineBytes, int ChunkRows, long ChunkBytes);
