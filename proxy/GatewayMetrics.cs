using System.Diagnostics.Metrics;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy;

/// <summary>What the gateway counts.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    private readonly Meter _meter = new(Gateway.MeterName);
    private readonly Counter<long> _statements, _sessions, _loginsFailed, _refused, _chunks, _bytes;
    private readonly Histogram<double> _duration, _added;

    public GatewayMetrics()
    {
        _statements = _meter.CreateCounter<long>("snowtrail.proxy.statements", "{statement}", "Statements that ended, by outcome");
        _sessions = _meter.CreateCounter<long>("snowtrail.proxy.sessions.opened", "{session}", "Sessions opened");
        _loginsFailed = _meter.CreateCounter<long>("snowtrail.proxy.logins.failed", "{login}", "Logins refused, by code");
        _refused = _meter.CreateCounter<long>("snowtrail.proxy.requests.refused", "{request}", "Requests refused that are no statements, by status and code");
        _chunks = _meter.CreateCounter<long>("snowtrail.proxy.chunks", "{chunk}", "Chunks delivered");
        _bytes = _meter.CreateCounter<long>("snowtrail.proxy.delivered", "By", "Bytes of results delivered, uncompressed");
        _duration = _meter.CreateHistogram<double>("snowtrail.proxy.statement.duration", "s", "From arrival to answer");
        _added = _meter.CreateHistogram<double>("snowtrail.proxy.statement.first_byte", "s", "From arrival to the warehouse's first answer");
    }

    /// <summary>Reports what is only known by asking.</summary>
    public void Observe(Func<int> sessions, Func<int> inFlight, Func<bool> ledgerWritable)
    {
        _meter.CreateObservableGauge("snowtrail.proxy.sessions.open", sessions, "{session}", "Open sessions");
        _meter.CreateObservableGauge("snowtrail.proxy.statements.in_flight", inFlight, "{statement}", "Statements that run or are held");
        _meter.CreateObservableGauge("snowtrail.proxy.ledger.writable", () => ledgerWritable() ? 1 : 0, null, "1 while records can be written");
    }

    public void SessionOpened() => _sessions.Add(1);

    public void LoginFailed(string code) => _loginsFailed.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Refused(int status, string? code) => _refused.Add(1, new("status", status), new("code", code));

    public void Completed(StatementCompleted record)
    {
        _bytes.Add(record.BytesInline);
        _duration.Record(record.DurationMicros / 1e6);
        if (record.FirstByteMicros > 0)
            _added.Record(record.FirstByteMicros / 1e6);
        _statements.Add(1, new KeyValuePair<string, object?>("outcome", record.Outcome.ToString()));
    }

    public void Chunk(long bytes)
    {
        _chunks.Add(1);
        _bytes.Add(bytes);
    }

    public void Dispose() => _meter.Dispose();
}
