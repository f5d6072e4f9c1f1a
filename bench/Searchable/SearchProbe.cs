using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Snowtrail.Bench.Processes;

namespace Snowtrail.Bench.Searchable;

/// <summary>Statements with a word of their own each, looked for until they are found.</summary>
internal sealed class SearchProbe(DriverSession session, Uri console) : IDisposable
{
    /// <summary>Time between two looks; a wait is known to within it.</summary>
    internal static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan FoundMax = TimeSpan.FromSeconds(60);
    private readonly HttpClient _search = new() { BaseAddress = console };
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private int _count;

    /// <summary>Milliseconds from sending to found, sorted.</summary>
    /// <exception cref="TimeoutException">A document did not appear within a minute.</exception>
    internal async Task<IReadOnlyList<double>> RunAsync(int rate, TimeSpan length, CancellationToken cancellation)
    {
        var looks = new List<Task<double>>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < length)
        {
            looks.Add(OneAsync($"m{_run}n{++_count}", cancellation));
            var due = TimeSpan.FromSeconds((double)looks.Count / rate) - clock.Elapsed;
            await Task.Delay(due > TimeSpan.Zero ? due : TimeSpan.Zero, cancellation);
        }

        return [.. (await Task.WhenAll(looks)).Order()];
    }

    public void Dispose() => _search.Dispose();

    private async Task<double> OneAsync(string word, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await session.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"select '{word}' as word, count(*) as n from shop.public.orders"), cancellation);
        while (clock.Elapsed < FoundMax)
        {
            var found = await _search.GetFromJsonAsync<JsonElement>(new Uri($"/api/search?q={word}&size=1", UriKind.Relative), cancellation);
            if (found.GetProperty("total").GetInt64() > 0)
            {
                return clock.Elapsed.TotalMilliseconds;
            }

            await Task.Delay(Step, cancellation);
        }

        throw new TimeoutException($"The statement with {word} was not found within {FoundMax.TotalSeconds:0} s");
    }
}
