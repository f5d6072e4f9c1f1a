using System.Collections.Concurrent;
using Snowtrail.Sandbox.Execution;
using Snowtrail.Sandbox.Sessions;

namespace Snowtrail.Sandbox.Http;

/// <summary>A statement of the SQL API and the session it runs in.</summary>
internal sealed record SqlApiHandle(Session Session, Query Query, bool NullsAsText);

/// <summary>The last statements submitted without a login; each has a session of its own, closed when the statement is forgotten.</summary>
internal sealed class SqlApiHandles(SessionStore sessions, int max)
{
    private readonly ConcurrentDictionary<string, SqlApiHandle> handles = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> requests = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> order = new();

    public SqlApiHandle? Find(string handle)
    {
        if (handles.TryGetValue(handle, out var found))
        {
            return found;
        }

        foreach (var parent in handles.Values)
        {
            if (parent.Session.Find(handle) is { } child)
            {
                return parent with { Query = child };
            }
        }

        return null;
    }

    public SqlApiHandle? FindRequest(string requestId) => requests.TryGetValue(requestId, out var handle) ? Find(handle) : null;

    public void Add(SqlApiHandle handle)
    {
        handles[handle.Query.Id] = handle;
        order.Enqueue(handle.Query.Id);
        if (handle.Query.RequestId is { } requestId)
        {
            requests[requestId] = handle.Query.Id;
        }

        while (order.Count > max && order.TryDequeue(out var oldest) && handles.TryRemove(oldest, out var removed))
        {
            requests.TryRemove(removed.Query.RequestId ?? "", out _);
            sessions.Close(removed.Session);
        }
    }
}
