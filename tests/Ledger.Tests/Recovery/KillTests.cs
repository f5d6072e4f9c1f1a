using System.Buffers.Binary;
using System.Diagnostics;
using Snowtrail.Ledger.Tests.Support;

namespace Snowtrail.Ledger.Tests.Recovery;

/// <summary>kill -9 under load: this test starts its own assembly again as the process that appends.</summary>
public sealed class KillTests
{
    private const string DirectoryVariable = "SNOWTRAIL_KILLTEST_DIRECTORY";
    private const int Rounds = 4, Producers = 16;
    private const long AcksPerRound = 2000;

    [Fact]
    public async Task Kill_UnderLoad_LosesNoAcknowledgedRecord()
    {
        using var folder = new TempFolder();
        var (data, acks) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "acks"));
        for (var round = 0; round < Rounds; round++)
        {
            await AppendAndKill(folder.Path, acks);
            await using (Some.Open(Options(data))) { }
            var records = Some.ReadAll(data);
            Some.AssertDense(records);
            var acknowledged = ReadAcks(acks);
            Assert.True(acknowledged.Count >= AcksPerRound * (round + 1));
            Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
            Assert.All(acknowledged, ack => Assert.Equal($"{ack.Sequence}:{ack.Token}", Some.Text(records[(int)ack.Sequence])));
            // What was never acknowledged is at most what was on its way
            Assert.InRange(records.Count, acknowledged.Count, acknowledged.Count + Producers * (round + 1));
        }
    }

    /// <summary>The process to be killed: appends until then, and notes each acknowledgement outside the ledger.</summary>
    [Fact(Explicit = true)]
    public async Task Appender_RunsUntilKilled()
    {
        var folder = Environment.GetEnvironmentVariable(DirectoryVariable);
        Assert.SkipWhen(folder is null, "started by Kill_UnderLoad_LosesNoAcknowledgedRecord");
        await using var ledger = Some.Open(Options(Path.Combine(folder, "data")));
        using var acks = File.OpenHandle(Path.Combine(folder, "acks"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        var end = RandomAccess.GetLength(acks);
        var token = Environment.ProcessId * 1_000_000_000L;
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var mine = Interlocked.Increment(ref token);
                var sequence = await Some.Append(ledger, $"{mine}");
                var note = new byte[16];
                BinaryPrimitives.WriteInt64LittleEndian(note, sequence);
                BinaryPrimitives.WriteInt64LittleEndian(note.AsSpan(8), mine);
                RandomAccess.Write(acks, note, Interlocked.Add(ref end, note.Length) - note.Length);
            }
        })));
    }

    private static LedgerOptions Options(string data) => Some.Options(data) with { SegmentBytesMax = 64 * 1024, LockWaitMax = TimeSpan.FromSeconds(5) };

    private static async Task AppendAndKill(string folder, string acks)
    {
        var before = File.Exists(acks) ? new FileInfo(acks).Length : 0;
        var start = new ProcessStartInfo(Path.ChangeExtension(typeof(KillTests).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(KillTests).FullName}.{nameof(Appender_RunsUntilKilled)}" },
            Environment = { [DirectoryVariable] = folder },
            RedirectStandardOutput = true,
        };
        using var appender = Process.Start(start)!;
        var output = appender.StandardOutput.ReadToEndAsync();
        try
        {
            var waited = Stopwatch.StartNew();
            while (!File.Exists(acks) || new FileInfo(acks).Length < before + AcksPerRound * 16)
            {
                Assert.False(appender.HasExited, appender.HasExited ? await output : "");
                Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), "the appender is too slow");
                await Task.Delay(20);
            }
        }
        finally
        {
            appender.Kill();
            await appender.WaitForExitAsync();
        }
    }

    // A place that was taken but not written before the kill is zero
    private static List<(long Sequence, long Token)> ReadAcks(string acks) =>
        [.. File.ReadAllBytes(acks).Chunk(16).Where(note => note.Length == 16)
            .Select(note => (BinaryPrimitives.ReadInt64LittleEndian(note), BinaryPrimitives.ReadInt64LittleEndian(note.AsSpan(8))))
            .Where(ack => ack.Item2 != 0)];
}
