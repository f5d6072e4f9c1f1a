using System.Diagnostics;
using System.Globalization;
using Snowtrail.Bench.Processes;

namespace Snowtrail.Bench.Comparison;

/// <summary>
/// One small query again and again at a fixed rate, latency counted from the moment a request was due (so a stall is not hidden by waiting for it).
/// Every answer is checked: fast and wrong fails.
/// </summary>
internal sealed class FixedRateLoad : IDisposable
{
    private const int Sessions = 16;
    private readonly List<DriverSession> _sessions = [];

    internal static async Task<FixedRateLoad> ConnectAsync(Contender contender, CancellationToken cancellation)
    {
        var load = new FixedRateLoad();
        for (var i = 0; i < Sessions; i++)
        {
            load._sessions.Add(await DriverSession.ConnectAsync(contender.Address, contender.Password, cancellation));
        }

        return load;
    }

    /// <summary>Latencies in milliseconds, sorted.</summary>
    internal async Task<double[]> RunAsync(int perSecond, int count, CancellationToken cancellation)
    {
        var latencies = new double[count];
        var running = new List<Task>(count);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            if (due - clock.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early, cancellation);
            }

            running.Add(OneAsync(i, due));
        }

        await Task.WhenAll(running);
        Array.Sort(latencies);
        return latencies;

        async Task OneAsync(int i, TimeSpan due)
        {
            var sql = string.Create(CultureInfo.InvariantCulture, $"select id, status from shop.public.orders where customer_id = {i} limit 3");
            var answer = await _sessions[i % Sessions].ExecuteAsync(sql, cancellation);
            if (answer.GetProperty("rowset").GetArrayLength() != 3)
            {
                throw new InvalidOperationException($"A wrong answer: {answer}");
            }

            latencies[i] = (clock.Elapsed - due).TotalMilliseconds;
        }
    }

    public void Dispose() => _sessions.ForEach(session => session.Dispose());
}
