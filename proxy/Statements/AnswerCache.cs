namespace Snowtrail.Proxy.Statements;

/// <summary>Bounds the memory of finished answers: the oldest results are let go of first.</summary>
internal sealed class AnswerCache(long bytesMax)
{
    private const int KeptAlways = 4_096;
    private readonly Lock _gate = new();
    private readonly Queue<StatementAnswer> _answers = [];
    private long _bytes;

    public void Add(StatementAnswer answer)
    {
        // Failures are small, and the warehouse does not repeat ours
        if (!answer.Success || answer.Length < KeptAlways)
            return;
        lock (_gate)
        {
            _answers.Enqueue(answer);
            _bytes += answer.Length;
            while (_bytes > bytesMax && _answers.TryDequeue(out var oldest))
            {
                _bytes -= oldest.Length;
                oldest.LetGo();
            }
        }
    }
}
