using Snowtrail.Proxy.Sessions;

namespace Snowtrail.Proxy.Statements;

/// <summary>Lets go of finished statements: by age, and the oldest when there are too many.</summary>
internal static class StatementSweep
{
    public static void Run(GatewaySession session, DateTimeOffset now, TimeSpan kept, int countMax)
    {
        var finished = session.Calls.Values.Where(call => call.Done.IsCompleted).OrderBy(call => call.FinishedAt).ToList();
        var excess = session.Calls.Count - countMax;
        for (var i = 0; i < finished.Count; i++)
        {
            if (i < excess || now - finished[i].FinishedAt > kept)
                session.Calls.TryRemove(finished[i].RequestId, out _);
        }
        foreach (var (id, query) in session.Queries)
        {
            // A query id is good for a day, as it is at the warehouse, unless there are very many
            if (query.Call.Done.IsCompleted && (now - query.Call.FinishedAt > TimeSpan.FromDays(1)
                || (session.Queries.Count > countMax * 4 && now - query.Call.FinishedAt > kept)))
                session.Queries.TryRemove(id, out _);
        }
    }
}
