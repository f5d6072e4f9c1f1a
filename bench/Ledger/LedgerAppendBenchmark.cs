using System.Buffers;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Ledger;

namespace Snowtrail.Bench.Ledger;

/// <summary>Durable appends of 1 KB, as many at a time as there are producers; time and allocation are those of one append.</summary>
[MemoryDiagnoser]
public class LedgerAppendBenchmark
{
    private const int Appends = 4096;
    private static readonly byte[] Record = new byte[1024];
    private string _directory = "";
    private Snowtrail.Ledger.Ledger _ledger = null!;

    [Params(1, 16, 128)]
    public int Producers { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _directory = Directory.CreateTempSubdirectory("snowtrail-bench-").FullName;
        _ledger = Snowtrail.Ledger.Ledger.Open(
            new LedgerOptions { Directory = _directory, GatewayId = "bench" }, TimeProvider.System, NullLogger.Instance);
    }

    [GlobalCleanup]
    public async Task Close()
    {
        await _ledger.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Appends)]
    public Task Append() => Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(async () =>
    {
        for (var left = Appends / Producers; left > 0; left--)
            await _ledger.AppendAsync(Record, static (record, _, output) => output.Write(record));
    })));
}
