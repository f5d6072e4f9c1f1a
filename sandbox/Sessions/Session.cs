using System.Collections.Concurrent;
using DuckDB.NET.Data;
using Snowtrail.Sandbox.Execution;
using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Sessions;

/// <summary>One login's state: names in use, parameters, variables, temporary objects, statements and their results.</summary>
internal sealed class Session(long id, string user, string clientId, DuckDBConnection connection, ChunkFiles files, int resultsKept) : IDisposable
{
    private readonly ConcurrentDictionary<string, Query> queries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Query> requests = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<Query> order = new();
    private readonly Lock gate = new();

    public long Id => id;

    public string User => user;

    /// <summary>CLIENT_APP_ID of the login, which chooses the result format.</summary>
    public string ClientId => clientId;

    public DuckDBConnection Connection => connection;

    /// <summary>One statement at a time on the connection.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public string? Database { get; set; }

    public string? Schema { get; set; }

    public string? Warehouse { get; set; }

    public string? Role { get; set; }

    public bool InTransaction { get; set; }

    public SessionParameters Parameters { get; } = new();

    public ConcurrentDictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, bool> Temporary { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> QueryIds
    {
        get
        {
            lock (gate)
            {
                return [.. order.Select(q => q.Id)];
            }
        }
    }

    public Query? Find(string queryId) => queries.GetValueOrDefault(queryId);

    public Query? FindRequest(string requestId) => requests.GetValueOrDefault(requestId);

    /// <summary>Adds a statement, or hands back the one that this request id has already started.</summary>
    public Query Add(Query query)
    {
        lock (gate)
        {
            if (query.RequestId is { } requestId && !requests.TryAdd(requestId, query))
            {
                return requests[requestId];
            }

            queries[query.Id] = query;
            order.Enqueue(query);
            while (order.Count > resultsKept && order.Peek().IsDone)
            {
                Forget(order.Dequeue());
            }

            return query;
        }
    }

    public void CancelAll(Query? except = null)
    {
        foreach (var query in queries.Values.Where(q => q != except))
        {
            query.Cancel();
        }
    }

    public SqlScope Scope(IReadOnlyDictionary<string, string> binds, string exceptQueryId) => new()
    {
        Database = Database,
        Schema = Schema,
        Warehouse = Warehouse,
        Role = Role,
        User = User,
        SessionId = Id,
        QueryIds = [.. QueryIds.Where(q => q != exceptQueryId)],
        Variables = Variables,
        Binds = binds,
        Temporary = Temporary.Keys.ToHashSet(StringComparer.Ordinal),
    };

    public void Dispose()
    {
        CancelAll();
        if (!Turn.Wait(TimeSpan.FromSeconds(10)))
        {
            return;
        }

        lock (gate)
        {
            foreach (var query in order)
            {
                Forget(query);
            }

            order.Clear();
        }

        connection.Dispose();
    }

    private void Forget(Query query)
    {
        queries.TryRemove(query.Id, out _);
        if (query.RequestId is { } requestId)
        {
            requests.TryRemove(requestId, out _);
        }

        if (query.IsDone && query.Outcome.Result is Succeeded { Borrows: false } outcome)
        {
            files.Release(outcome.Result);
        }
    }
}
