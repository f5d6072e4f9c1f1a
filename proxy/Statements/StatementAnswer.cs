namespace Snowtrail.Proxy.Statements;

/// <summary>The final answer to a statement as the driver gets it.</summary>
internal sealed class StatementAnswer(ReadOnlyMemory<byte> body, bool success)
{
    private byte[]? _body = body.ToArray();

    public bool Success => success;

    public int Length { get; } = body.Length;

    /// <summary>Null after it was let go of to save memory: the warehouse still has the result.</summary>
    public byte[]? Body => Volatile.Read(ref _body);

    public void LetGo() => Volatile.Write(ref _body, null);
}
