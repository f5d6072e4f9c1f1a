using Snowtrail.Indexer.Elastic.Connecting;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>
/// Sends batches until every document is in the index or aside. It never gives up by itself: whatever is not the document's own fault waits,
/// with its reason in the status.
/// </summary>
internal sealed class BulkSender : IDisposable
{
    private readonly ElasticOptions _options;
    private readonly Func<ParkedRecord, Task> _park;
    private readonly ElasticStatus _status;
    private readonly TimeProvider _time;
    private readonly ElasticConnection _connection;
    private readonly BackingIndices _indices;
    private readonly StoredDocuments _stored;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly CancellationTokenSource _stop = new();
    private static long _works;

    public BulkSender(ElasticOptions options, Func<ParkedRecord, Task> park, ElasticStatus status, TimeProvider time)
    {
        (_options, _park, _status, _time) = (options, park, status, time);
        _connection = new(options);
        _indices = new(_connection, options.ClockSkewMax);
        _stored = new(_connection);
    }

    /// <summary>Completes when each of the items is settled.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; what is left is unsettled.</exception>
    public async Task SendAsync(IReadOnlyList<BulkItem> items)
    {
        var work = Interlocked.Increment(ref _works);
        var wait = _options.RetryWait;
        try
        {
            for (var pending = await ParkFaultyAsync(items); pending.Count > 0;)
            {
                var attempt = await AttemptAsync(pending);
                if (attempt.Left.Count == 0)
                    return;
                ElasticMetrics.Retried(attempt.Left.Count, attempt.Kind);
                _status.Waits(work, attempt.Reason);
                // Progress means that the server is there and only busy
                wait = attempt.Left.Count < pending.Count ? _options.RetryWait : wait;
                await Task.Delay(wait, _time, _stop.Token);
                wait = wait * 2 > _options.RetryWaitMax ? _options.RetryWaitMax : wait * 2;
                pending = attempt.Left;
            }
        }
        finally
        {
            _status.Runs(work);
        }
    }

    /// <summary>Says whether the server can be reached, and waits until it can.</summary>
    public async Task OpenAsync()
    {
        var work = Interlocked.Increment(ref _works);
        try
        {
            for (var wait = _options.RetryWait; await ReadyAsync([]) is { } reason; wait = wait * 2 > _options.RetryWaitMax ? _options.RetryWaitMax : wait * 2)
            {
                _status.Waits(work, reason);
                await Task.Delay(wait, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It was stopped before there was a server
        }
        finally
        {
            _status.Runs(work);
        }
    }

    /// <summary>Gives up what is on its way; it stays unsettled.</summary>
    public void Stop() => _stop.Cancel();

    public void Dispose()
    {
        _stop.Cancel();
        _connection.Dispose();
        _opening.Dispose();
        _stop.Dispose();
    }

    private async Task<IReadOnlyList<BulkItem>> ParkFaultyAsync(IReadOnlyList<BulkItem> items)
    {
        if (items.All(item => item.Fault is null))
            return items;
        foreach (var item in items.Where(item => item.Fault is not null))
            await ParkAsync(item, item.Fault!);
        return [.. items.Where(item => item.Fault is null)];
    }

    private async Task<BulkAttempt> AttemptAsync(IReadOnlyList<BulkItem> items)
    {
        if (await ReadyAsync(items) is { } reason)
            return new(items, reason, "unavailable");
        foreach (var item in items)
            item.MustLookUp |= _indices.MayBeEarlier(item);
        var (left, fault) = await LookUpAsync(items);
        return fault is null ? await SendPieceAsync(left) : new(left, fault, "lookup");
    }

    /// <summary>Knows the server and the streams, or says why not.</summary>
    private async Task<string?> ReadyAsync(IReadOnlyList<BulkItem> items)
    {
        if (_connection.Server is null)
        {
            await _opening.WaitAsync(_stop.Token);
            try
            {
                if (_connection.Server is null)
                {
                    var (server, reason) = await _connection.AskAsync(_stop.Token);
                    if (server is null)
                        return reason;
                    _status.Knows(server.ToString());
                }
            }
            finally
            {
                _opening.Release();
            }
        }

        return await _indices.LearnAsync(items.Select(item => item.Stream).Distinct(), _stop.Token);
    }

    /// <summary>Settles what is there already, and finds what is to be replaced. The rest is left.</summary>
    private async Task<(IReadOnlyList<BulkItem> Left, string? Fault)> LookUpAsync(IReadOnlyList<BulkItem> items)
    {
        var settled = new HashSet<BulkItem>();
        foreach (var group in items.Where(item => item.MustLookUp).GroupBy(item => item.Stream))
        {
            var asked = group.ToList();
            var (found, reason) = await _stored.FindAsync(group.Key, asked, _stop.Token);
            if (found is null)
                return (items.Where(item => !settled.Contains(item)).ToList(), reason);
            foreach (var item in asked)
            {
                item.MustLookUp = false;
                item.Replaces = found.GetValueOrDefault(item.Id);
                if (item.Replaces is { } stored && (item.Version is not { } version || stored.Version.CompareTo(version) >= 0) && settled.Add(item))
                    Keep(item);
            }
        }

        return (settled.Count == 0 ? items : items.Where(item => !settled.Contains(item)).ToList(), null);
    }

    /// <summary>Sends one request, or two halves of it when it is too large.</summary>
    private async Task<BulkAttempt> SendPieceAsync(IReadOnlyList<BulkItem> items)
    {
        if (items.Count == 0)
            return BulkAttempt.Done;
        var started = _time.GetTimestamp();
        var reply = await _connection.SendLinesAsync($"/_bulk?{BulkReply.Filter}", (stream, cut) => BulkBody.WriteAsync(items, stream, cut), _stop.Token);
        ElasticMetrics.Answered(items.Count, items.Sum(item => item.Json.Length), _time.GetElapsedTime(started));
        if (BulkVerdict.IsToBeSplit(reply))
            return await SplitAsync(items, reply);
        if (reply.IsSuccess && BulkReply.Read(reply.Body.Span) is { } answers && answers.Count == items.Count)
            return await JudgeAsync(items, answers);
        return Refused(items, reply);
    }

    private async Task<BulkAttempt> SplitAsync(IReadOnlyList<BulkItem> items, ElasticReply reply)
    {
        if (items.Count == 1)
        {
            await ParkAsync(items[0], $"{reply.Status}: {(reply.Status == 413 ? "larger than the server takes" : reply.Error.Reason)}");
            return BulkAttempt.Done;
        }

        var half = items.Count / 2;
        var first = await SendPieceAsync([.. items.Take(half)]);
        return first.And(await SendPieceAsync([.. items.Skip(half)]));
    }

    private BulkAttempt Refused(IReadOnlyList<BulkItem> items, ElasticReply reply)
    {
        var isUnreadable = reply.IsSuccess;
        foreach (var item in items)
            item.MustLookUp |= reply.IsUncertain || isUnreadable;
        // Another server may answer next time: one of another version, or none
        if (reply.Status is null or 400 or 404 or 405 or 406 or 415)
            _connection.Doubt();
        return new(items, isUnreadable ? "the answer to a bulk request is none" : reply.Reason, reply.Status is { } status ? $"{status}" : "no answer");
    }

    private async Task<BulkAttempt> JudgeAsync(IReadOnlyList<BulkItem> items, IReadOnlyList<BulkReplyItem> answers)
    {
        var left = new List<BulkItem>();
        var (reason, kind) = ("", "");
        for (var at = 0; at < items.Count; at++)
        {
            var (item, answer) = (items[at], answers[at]);
            var outcome = HasRolledOver(item, answer) ? BulkOutcome.LookUp : BulkVerdict.Of(answer, item.Version is not null);
            switch (outcome)
            {
                case BulkOutcome.Kept:
                    Keep(item);
                    continue;
                case BulkOutcome.Parked:
                    await ParkAsync(item, $"{answer.Status} {answer.Error.Type}: {answer.Error.Reason}");
                    continue;
            }

            item.MustLookUp |= outcome == BulkOutcome.LookUp || answer.Status >= 500;
            left.Add(item);
            (reason, kind) = outcome == BulkOutcome.LookUp
                ? ("looks up what was written by others", "conflict")
                : ($"{answer.Status}: {answer.Error.Words} ({item.Stream})", $"{answer.Status}");
        }

        return new(left, reason, kind);
    }

    /// <summary>It is in a backing index that was not known: perhaps it is in an earlier one too.</summary>
    private bool HasRolledOver(BulkItem item, BulkReplyItem answer)
    {
        if (answer.Status is < 200 or >= 300 || item.Replaces is not null || _indices.IsNewest(item.Stream, answer.Index))
            return false;
        _indices.Forget(item.Stream);
        return true;
    }

    private static void Keep(BulkItem item)
    {
        ElasticMetrics.Kept(item.Dataset);
        item.Settle(Settlement.Durable);
    }

    private async Task ParkAsync(BulkItem item, string reason)
    {
        await _park(new() { Id = item.Id, Stage = "indexer", Reason = reason, Time = _time.GetUtcNow(), Payload = item.Payload.ToArray() });
        ElasticMetrics.WasParked();
        item.Settle(Settlement.Parked);
    }
}
