using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.Logging;
using Snowtrail.Ledger;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Recording;
using Snowtrail.Proxy.Results;
using Snowtrail.Proxy.Upstream;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Chunks;

/// <summary>Serves chunks under our own URLs: fetched, inflated, masked, counted, recorded and deflated while they pass.</summary>
internal sealed partial class ChunkServer(GatewayServices services)
{
    private readonly ILogger _log = services.Log;

    public async Task<GatewayResponse> ServeAsync(GatewayRequest request, string capability, int index)
    {
        if (services.Chunks.Find(capability) is not { } plan || index >= plan.Chunks.Count)
            return await services.Refusals.NotFoundAsync(request, null, "unknown or lapsed chunk");
        try
        {
            var response = await OpenAsync(plan, index);
            if (response is { StatusCode: HttpStatusCode.OK })
                return new(200, "application/octet-stream", default) { ContentEncoding = "gzip", Write = (output, gone) => DeliverAsync(plan, index, response, output, gone) };
            response?.Dispose();
            LogNotFetched(plan.Call.StatementId, index, (int?)response?.StatusCode ?? 0);
        }
        catch (Exception fault) when (fault is HttpRequestException or UpstreamException or OperationCanceledException)
        {
            LogFetchFailed(fault, plan.Call.StatementId, index);
        }
        // A status that drivers repeat: the storage may be back in a moment
        return new(503, "application/octet-stream", default);
    }

    private async Task<HttpResponseMessage?> OpenAsync(ChunkPlan plan, int index)
    {
        using var limit = new CancellationTokenSource(services.Options.UpstreamTimeout, services.Time);
        var chunks = plan.Chunks;
        var response = await services.ChunkSource.OpenAsync(chunks[index].Url, chunks[index].Headers, limit.Token);
        if (response?.StatusCode is not HttpStatusCode.Forbidden)
            return response;
        response.Dispose();
        await RefreshAsync(plan, chunks);
        return await services.ChunkSource.OpenAsync(plan.Chunks[index].Url, plan.Chunks[index].Headers, limit.Token);
    }

    // The addresses lapsed: the warehouse signs new ones for the same result
    private async Task RefreshAsync(ChunkPlan plan, IReadOnlyList<UpstreamChunk> lapsed)
    {
        await plan.RefreshGate.WaitAsync();
        try
        {
            if (!ReferenceEquals(plan.Chunks, lapsed) || plan.QueryId is not { } id || !RequestPath.IsId(id))
                return;
            var (_, body) = await services.Follow.ResultAsync(plan.Call, id);
            plan.Chunks = services.Rewriting.Addresses(plan, body) ?? plan.Chunks;
        }
        finally
        {
            plan.RefreshGate.Release();
        }
    }

    private async Task DeliverAsync(ChunkPlan plan, int index, HttpResponseMessage response, Stream output, CancellationToken gone)
    {
        using var held = response;
        try
        {
            await using var source = await PlainSource.OpenAsync(await response.Content.ReadAsStreamAsync(gone), services.Options.ChunkBytesMax, gone);
            await using var deflate = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
            using var recording = services.Recordings.Begin(
                plan.Call.Session.Id, new(RecordingKind.Chunk, plan.Call.RequestId, "application/octet-stream", plan.QueryId, index));
            await using var delivery = new DeliveryStream(deflate, recording, services.Time);
            var report = await ChunkRewriter.RewriteAsync(source, delivery, plan.Format, plan.Masks, RewriteLimits.Default, gone);
            if (report.Refusal is { } reason)
                throw new InvalidDataException(reason);
            await RecordAsync(plan, index, report, await recording.CompleteAsync(gone));
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or LedgerException))
        {
            LogBroken(fault, plan.Call.StatementId, index);
            throw new IOException("the chunk broke off", fault);
        }
    }

    // Before the last bytes leave: a chunk that a driver has whole has its record
    private async Task RecordAsync(ChunkPlan plan, int index, ChunkReport report, string digest)
    {
        var session = plan.Call.Session;
        await services.Audit.AppendAsync(session.Agent.Subject, new ResultDelivered
        {
            StatementId = plan.Call.StatementId, SessionId = session.Id, Agent = session.Agent, QueryId = plan.QueryId, Chunk = index,
            Rows = report.Rows, Bytes = report.Bytes, Digest = digest, Masked = report.Masked,
        });
        services.Metrics.Chunk(report.Bytes);
    }

    [LoggerMessage(170, LogLevel.Warning, "Chunk {Index} of statement {StatementId} was not given by its storage: HTTP status {Status}")]
    private partial void LogNotFetched(string statementId, int index, int status);

    [LoggerMessage(171, LogLevel.Warning, "Chunk {Index} of statement {StatementId} could not be fetched")]
    private partial void LogFetchFailed(Exception fault, string statementId, int index);

    [LoggerMessage(172, LogLevel.Warning, "Chunk {Index} of statement {StatementId} broke off; its reader was cut")]
    private partial void LogBroken(Exception fault, string statementId, int index);
}
