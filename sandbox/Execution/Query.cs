using Snowtrail.Sandbox.Results;

namespace Snowtrail.Sandbox.Execution;

/// <summary>A statement on its way, and its outcome.</summary>
internal sealed class Query(string id, string? requestId, string bodyHash, string sql, DateTimeOffset startedAt) : IDisposable
{
    private readonly TaskCompletionSource<QueryOutcome> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource cancel = new();

    public string Id => id;

    public string? RequestId => requestId;

    public string BodyHash => bodyHash;

    public string Sql => sql;

    public DateTimeOffset StartedAt => startedAt;

    public DateTimeOffset? EndedAt { get; private set; }

    public Task<QueryOutcome> Outcome => done.Task;

    public bool IsDone => done.Task.IsCompleted;

    public CancellationToken Canceled => cancel.Token;

    public StoredResult? Result => IsDone ? (done.Task.Result as Succeeded)?.Result : null;

    public void Cancel() => cancel.Cancel();

    public void Complete(QueryOutcome outcome, DateTimeOffset at)
    {
        EndedAt = at;
        done.TrySetResult(outcome);
    }

    public void Dispose() => cancel.Dispose();
}
