using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Upstream;

namespace Snowtrail.Proxy.Statements;

/// <summary>Sends a statement to the warehouse and follows it until there is an answer, over polls and lost connections.</summary>
internal sealed class UpstreamFollow(SessionUpstream upstream, TimeProvider time)
{
    private const int TransientMax = 7;
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(200), RetryPauseMax = TimeSpan.FromSeconds(16);

    /// <summary>The final answer.</summary>
    /// <param name="Reply">What it says.</param>
    /// <param name="Body">Its bytes as the warehouse sent them.</param>
    /// <param name="FirstByteTimestamp">When the warehouse answered first.</param>
    internal sealed record Result(UpstreamReply Reply, ReadOnlyMemory<byte> Body, long FirstByteTimestamp);

    /// <exception cref="UpstreamException">There is no usable answer, though it was asked several times.</exception>
    public async Task<Result> RunAsync(StatementCall call, byte[] body)
    {
        // The same request id upstream: a repeat after a lost answer joins the first there, too
        var (reply, bytes) = await SendAsync(
            call, HttpMethod.Post, () => $"/queries/v1/query-request?requestId={Uri.EscapeDataString(call.RequestId)}&request_guid={Guid.NewGuid()}", body);
        var first = time.GetTimestamp();
        while (reply.InProgress)
        {
            var id = reply.QueryId;
            if (!RequestPath.IsId(id))
                throw new UpstreamException("the warehouse gave no query id for a running statement", UpstreamFault.Malformed);
            call.UpstreamId = id;
            call.Session.Queries[id!] = new(call, null);
            if (call.Async)
                call.Announce(id!);
            var asked = time.GetTimestamp();
            (reply, bytes) = await SendAsync(call, HttpMethod.Get, () => $"/queries/{id}/result?request_guid={Guid.NewGuid()}", null);
            // A warehouse that does not hold its polls must not make a hot loop
            if (reply.InProgress && time.GetElapsedTime(asked) < PollPause)
                await Task.Delay(PollPause, time);
        }
        return new(reply, bytes, first);
    }

    /// <summary>Asks for a result once more.</summary>
    /// <exception cref="UpstreamException">There is no usable answer.</exception>
    public Task<(UpstreamReply Reply, ReadOnlyMemory<byte> Body)> ResultAsync(StatementCall call, string queryId) =>
        SendAsync(call, HttpMethod.Get, () => $"/queries/{queryId}/result?request_guid={Guid.NewGuid()}", null);

    private async Task<(UpstreamReply Reply, ReadOnlyMemory<byte> Body)> SendAsync(
        StatementCall call, HttpMethod method, Func<string> path, ReadOnlyMemory<byte>? body)
    {
        var pause = TimeSpan.FromMilliseconds(500);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await upstream.SendAsync(call.Session, method, path(), body, CancellationToken.None);
            }
            catch (UpstreamException fault) when (fault.Fault == UpstreamFault.Transient && attempt < TransientMax && !call.Session.Closed)
            {
                await Task.Delay(pause, time);
                pause = pause * 2 < RetryPauseMax ? pause * 2 : RetryPauseMax;
            }
        }
    }
}
