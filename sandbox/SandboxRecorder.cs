namespace Snowtrail.Sandbox;

/// <summary>A request as the sandbox received it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query string.</param>
/// <param name="Headers">Headers, values of one name joined by commas; names compare without case.</param>
/// <param name="Body">The body, inflated; cut at 64 KiB.</param>
public sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>The last requests, newest last, so that a test can prove what reached the warehouse and what did not. Kept in memory only.</summary>
public sealed class SandboxRecorder
{
    private readonly Queue<RecordedRequest> requests = new();
    private readonly Lock gate = new();
    private readonly int max;

    internal SandboxRecorder(int max) => this.max = max;

    /// <summary>A snapshot, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> All
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (gate)
        {
            requests.Clear();
        }
    }

    internal void Add(RecordedRequest request)
    {
        lock (gate)
        {
            requests.Enqueue(request);
            while (requests.Count > max)
            {
                requests.Dequeue();
            }
        }
    }
}
