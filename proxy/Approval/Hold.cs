namespace Snowtrail.Proxy.Approval;

/// <summary>One held statement: ends once, whoever comes first.</summary>
internal sealed class Hold(HeldStatement statement)
{
    private const int Waiting = 0, Claimed = 1;
    private readonly TaskCompletionSource<HoldEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public HeldStatement Statement => statement;

    /// <summary>Completes after the decision is durable.</summary>
    public Task<HoldEnd> Ended => _end.Task;

    /// <summary>True for the one caller that may end it.</summary>
    public bool TryClaim() => Interlocked.CompareExchange(ref _state, Claimed, Waiting) == Waiting;

    /// <summary>Gives the claim back: the decision could not be made durable.</summary>
    public void Unclaim() => Volatile.Write(ref _state, Waiting);

    public void End(HoldEnd end) => _end.TrySetResult(end);
}
