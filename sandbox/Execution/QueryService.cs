using System.Globalization;
using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Starts statements, keeps one execution for each request id, and tells their outcome in Snowflake's words.</summary>
internal sealed class QueryService(StatementRunner runner, TimeProvider time, int runningMax, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim slots = new(runningMax, runningMax);

    /// <summary>Starts a request, or joins the one with the same id. Null when the id was used for other content.</summary>
    public Query? Start(Session session, QueryRequest request)
    {
        var query = NewQuery(request);
        var started = session.Add(query);
        if (started != query)
        {
            return started.BodyHash == request.BodyHash ? started : null;
        }

        _ = Task.Run(() => ExecuteAsync(session, query, request));
        return query;
    }

    /// <summary>Waits for the outcome, at most so long.</summary>
    public async Task<QueryOutcome?> AwaitAsync(Query query, TimeSpan wait, CancellationToken cancel)
    {
        try
        {
            return await query.Outcome.WaitAsync(wait, time, cancel);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose() => slots.Dispose();

    private Query NewQuery(QueryRequest request, string? sql = null) =>
        new(Guid.CreateVersion7(time.GetUtcNow()).ToString(), sql is null ? request.RequestId : null, request.BodyHash, sql ?? request.Sql, time.GetUtcNow());

    private async Task ExecuteAsync(Session session, Query query, QueryRequest request)
    {
        QueryOutcome outcome;
        using var timeout = new CancellationTokenSource();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(query.Canceled, timeout.Token);
        var seconds = TimeoutSeconds(session, request);
        try
        {
            await slots.WaitAsync(query.Canceled);
            try
            {
                timeout.CancelAfter(TimeSpan.FromSeconds(Math.Min(seconds, 604_800)));
                outcome = await RunAsync(session, query, request, cancel.Token);
            }
            finally
            {
                slots.Release();
            }
        }
        catch (SqlFailure failure)
        {
            outcome = Failed.Of(failure);
        }
        catch (OperationCanceledException)
        {
            outcome = Failed.Of(query.Canceled.IsCancellationRequested ? SqlFailure.Canceled() : SqlFailure.TimedOut(seconds));
        }
        catch (Exception e)
        {
            log.LogError(e, "Statement {QueryId} failed inside the sandbox", query.Id);
            outcome = new Failed("000603", "XX000", "SQL execution internal error: processing aborted.");
        }

        query.Complete(outcome, time.GetUtcNow());
    }

    private async Task<QueryOutcome> RunAsync(Session session, Query query, QueryRequest request, CancellationToken cancel)
    {
        var statements = SqlStatement.ReadAll(request.Sql);
        if (statements.Count == 0)
        {
            throw new SqlFailure("000900", "42601", "SQL compilation error:\nEmpty SQL statement.");
        }

        var expected = MultiStatementCount(session, request);
        if (expected != 0 && expected != statements.Count)
        {
            throw new SqlFailure("000008", "0A000", $"Actual statement count {statements.Count} did not match the desired statement count {expected}.");
        }

        var binds = SqlStatement.CountBinds(statements);
        if (!request.DescribeOnly && binds > 0 && !request.Bindings.Any())
        {
            throw new SqlFailure("002049", "42601", "SQL compilation error: error line 1 at position 7\nBind variable ? not set.");
        }

        return statements.Count == 1
            ? (await OneAsync(session, query, statements[0], request, cancel)) with { BindCount = binds }
            : await ManyAsync(session, statements, request, cancel);
    }

    private async Task<Succeeded> ManyAsync(Session session, List<SqlStatement> statements, QueryRequest request, CancellationToken cancel)
    {
        var children = new List<(string, StatementKind)>();
        foreach (var statement in statements)
        {
            var child = session.Add(NewQuery(request, statement.Text));
            try
            {
                child.Complete(await OneAsync(session, child, statement, request, cancel), time.GetUtcNow());
            }
            catch (SqlFailure failure)
            {
                child.Complete(Failed.Of(failure), time.GetUtcNow());
                throw;
            }
            catch (OperationCanceledException)
            {
                child.Complete(Failed.Of(SqlFailure.Canceled()), time.GetUtcNow());
                throw;
            }

            children.Add((child.Id, statement.Kind));
        }

        return new Succeeded(
            StoredResult.Of((ResultColumn.Text("multiple statement execution"), "Multiple statements executed successfully.")), StatementKind.Multi)
        {
            Database = session.Database,
            Schema = session.Schema,
            Warehouse = session.Warehouse,
            Role = session.Role,
            Children = children,
        };
    }

    private async Task<Succeeded> OneAsync(Session session, Query query, SqlStatement statement, QueryRequest request, CancellationToken cancel)
    {
        var context = new StatementContext(session, query, statement, request, cancel);
        await EffectsAsync(context, cancel);
        if (SharedResult.Find(context) is { } shared)
        {
            return shared;
        }

        await session.Turn.WaitAsync(cancel);
        try
        {
            cancel.ThrowIfCancellationRequested();
            return runner.Run(context);
        }
        catch (DuckDB.NET.Data.DuckDBException e) when (!cancel.IsCancellationRequested)
        {
            throw DuckErrors.Map(e.Message, statement);
        }
        catch (DuckDB.NET.Data.DuckDBException)
        {
            throw new OperationCanceledException(cancel);
        }
        finally
        {
            session.Turn.Release();
        }
    }

    /// <summary>Waits and cancels outside the session's turn: others of the session go on meanwhile.</summary>
    private async Task EffectsAsync(StatementContext context, CancellationToken cancel)
    {
        if (context.Request.DescribeOnly || context.Statement.Kind != StatementKind.Select)
        {
            return;
        }

        var translator = context.Translator();
        translator.Translate(context.Statement.Nodes);
        if (translator.Effects.WaitSeconds > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(translator.Effects.WaitSeconds), time, cancel);
        }

        translator.Effects.Cancels.ForEach(id => context.Session.Find(id)?.Cancel());
        if (translator.Effects.CancelsAll)
        {
            context.Session.CancelAll(context.Query);
        }
    }

    private static int MultiStatementCount(Session session, QueryRequest request) =>
        request.Parameters.TryGetValue("MULTI_STATEMENT_COUNT", out var own) && int.TryParse(own, CultureInfo.InvariantCulture, out var count)
            ? count
            : (int)session.Parameters.Get("MULTI_STATEMENT_COUNT");

    private static int TimeoutSeconds(Session session, QueryRequest request)
    {
        var seconds = request.Parameters.TryGetValue("STATEMENT_TIMEOUT_IN_SECONDS", out var own) && int.TryParse(own, CultureInfo.InvariantCulture, out var n)
            ? n
            : (int)session.Parameters.Get("STATEMENT_TIMEOUT_IN_SECONDS");
        return seconds <= 0 ? 604_800 : seconds;
    }
}
