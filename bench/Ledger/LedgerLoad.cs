using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Ledger;
using Snowtrail.Ledger.Reading;

namespace Snowtrail.Bench.Ledger;

/// <summary>
/// <c>ledger [DIRECTORY]</c>: durable appends for three seconds at 1, 16 and 128 producers, beside what one thread gets out of the bare disk
/// (write and fsync); rate, latency and CPU, and a check that what was acknowledged can be read.
/// </summary>
internal static class LedgerLoad
{
    private const int RecordBytes = 1024, Rounds = 3;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(0.5), Duration = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(string[] options)
    {
        var parent = options is [var path] ? path : Path.GetTempPath();
        Console.WriteLine("records of 1 KB        per second        p50 us    p99 us    CPU us/record");
        for (var round = 0; round < Rounds; round++)
        {
            Print("bare disk, 1 thread", BareDisk(parent));
            foreach (var producers in new[] { 1, 16, 128 })
                Print(string.Create(CultureInfo.InvariantCulture, $"ledger, {producers} producers"), await Ledger(parent, producers));
        }
        return 0;
    }

    private static void Print(string what, Figures figures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-22} {figures.PerSecond,10:0} {figures.P50.TotalMicroseconds,17:0} {figures.P99.TotalMicroseconds,9:0} {figures.Cpu.TotalMicroseconds,16:0.0}"));

    private static Figures BareDisk(string parent)
    {
        var path = Path.Combine(parent, Path.GetRandomFileName());
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose);
        var (record, offset) = (new byte[RecordBytes], 0L);
        var meter = new Meter(Warmup, Duration);
        while (!meter.IsOver)
        {
            var started = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, record, offset);
            RandomAccess.FlushToDisk(file);
            offset += record.Length;
            meter.Note([], started);
        }
        return meter.Result();
    }

    private static async Task<Figures> Ledger(string parent, int producers)
    {
        var directory = Directory.CreateDirectory(Path.Combine(parent, Path.GetRandomFileName())).FullName;
        try
        {
            var meter = new Meter(Warmup, Duration);
            long appended;
            await using (var ledger = Snowtrail.Ledger.Ledger.Open(
                new LedgerOptions { Directory = directory, GatewayId = "bench" }, TimeProvider.System, NullLogger.Instance))
            {
                var counts = await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(() => Produce(ledger, meter))));
                appended = counts.Sum();
            }
            var result = meter.Result();
            Check(directory, appended);
            return result;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<long> Produce(Snowtrail.Ledger.Ledger ledger, Meter meter)
    {
        var count = 0L;
        List<long> taken = new(1 << 16);
        var record = new byte[RecordBytes];
        while (!meter.IsOver)
        {
            var started = Stopwatch.GetTimestamp();
            await ledger.AppendAsync(record, static (record, sequence, output) =>
            {
                BinaryPrimitives.WriteInt64LittleEndian(record, sequence);
                output.Write(record);
            });
            count++;
            meter.Note(taken, started);
        }
        meter.Add(taken);
        return count;
    }

    // Fast and wrong fails
    private static void Check(string directory, long appended)
    {
        var next = 0L;
        foreach (var record in LedgerReader.Open(directory).Read())
        {
            if (record.Sequence != next++ || BinaryPrimitives.ReadInt64LittleEndian(record.Payload.Span) != record.Sequence)
                throw new InvalidDataException($"record {record.Sequence} is not the one that was appended");
        }
        if (next != appended)
            throw new InvalidDataException($"{appended} records were acknowledged, {next} can be read");
    }
}
