using System.Diagnostics;
using Snowtrail.Kafka.Consuming;

namespace Snowtrail.Kafka.Tests;

public sealed class RecordBufferTests
{
    private const int MiB = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Records_FetchedWhileOthersAreWorkedOff_ComeInOrderWithTheirBytes()
    {
        const int Records = 50_000;
        var buffer = new RecordBuffer<int>(Options(records: 700));
        var fetching = Task.Run(() =>
        {
            for (var n = 0; n < Records; n++)
            {
                while (buffer.IsFull(Patience))
                {
                    // The other side is behind
                }

                buffer.Add(n % 7, n, Value(n) is { } value ? value : default(ReadOnlyMemory<byte>?));
            }
        }, TestContext.Current.CancellationToken);

        for (var n = 0; n < Records; n++)
        {
            Assert.True(buffer.TryTake(Patience, out var record));
            Assert.Equal((n % 7, (long)n), (record.Tag, record.Offset));
            Assert.Equal(Value(n), record.Value?.ToArray());
        }

        await fetching;
        Assert.False(buffer.TryTake(TimeSpan.Zero, out _));
    }

    [Fact]
    public void Room_IsBoundedByRecordsAndByBytes_AndComesBackWhenTheyAreTaken()
    {
        var buffer = new RecordBuffer<int>(Options(records: 3));
        for (var n = 0; n < 3; n++)
        {
            Assert.False(buffer.IsFull(TimeSpan.Zero));
            buffer.Add(0, n, new byte[1]);
        }

        Assert.True(buffer.IsFull(TimeSpan.Zero));
        Assert.True(buffer.TryTake(TimeSpan.Zero, out _));
        Assert.False(buffer.IsFull(TimeSpan.Zero));
        buffer.Add(0, 3, new byte[20 * MiB]);
        Assert.True(buffer.IsFull(TimeSpan.Zero));
        for (var n = 1; n < 4; n++)
            Assert.True(buffer.TryTake(TimeSpan.Zero, out var record) && record.Offset == n);
        Assert.False(buffer.IsFull(TimeSpan.Zero));
    }

    [Fact]
    public async Task Fetching_ThatWaitsForRoom_GoesOnWhenTheOtherSideTakes()
    {
        var buffer = new RecordBuffer<int>(Options(records: 1));
        buffer.Add(0, 0, new byte[1]);
        var waiting = Task.Run(() => buffer.IsFull(Patience), TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var since = Stopwatch.GetTimestamp();
        Assert.True(buffer.TryTake(TimeSpan.Zero, out _));
        Assert.False(await waiting);
        Assert.True(Stopwatch.GetElapsedTime(since) < Patience / 2);
    }

    private static ConsumerOptions Options(int records) => new() { GroupId = "g", BufferRecordsMax = records, BufferBytesMax = 16 * MiB };

    // Records without a value and empty ones are among them
    private static byte[]? Value(int n) => n % 11 == 0 ? null : [.. Enumerable.Range(0, n % 97).Select(at => (byte)(n + at))];
}
