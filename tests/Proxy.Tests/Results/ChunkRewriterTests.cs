using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Snowtrail.Proxy.Results;

namespace Snowtrail.Proxy.Tests.Results;

public class ChunkRewriterTests
{
    private const string Rows = "[\"é \\\"x\\\" 𝄞\\n\",\"4111111111111111\",\"1\"],\n [ \"b\" , null , \"2\" ],[\"pay 4111111111111111\",\"41\",null]";
    private const string Masked = "[\"é \\\"x\\\" 𝄞\\n\",\"************1111\",\"1\"],\n [ \"b\" , null , \"2\" ],[\"pay ************1111\",null,null]";
    private static readonly MaskPlan Plan = PlanOf("NOTE:text CARD_NUMBER:text ID:fixed", "select note, card_number, id from cards");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task RewriteAsync_JsonInAnyPieces_GivesTheSameBytes(int piece)
    {
        var (report, body) = await Rewrite(Encoding.UTF8.GetBytes(Rows), ResultFormat.Json, Plan, piece);
        Assert.Equal(Masked, Encoding.UTF8.GetString(body));
        Assert.Equal((null, 3L, body.Length), (report.Refusal, report.Rows, report.Bytes));
        Assert.Equal([("NOTE", "last4", 1L), ("CARD_NUMBER", "last4", 1L), ("CARD_NUMBER", "null", 1L)], report.Masked.Select(one => (one.Column, one.Method, one.Cells)));
    }

    [Fact]
    public async Task RewriteAsync_NoMasks_KeepsEveryByteAndCounts()
    {
        var (report, body) = await Rewrite(Encoding.UTF8.GetBytes(Rows), ResultFormat.Json, MaskPlan.None, 5);
        Assert.Equal(Rows, Encoding.UTF8.GetString(body));
        Assert.Equal(3, report.Rows);
        Assert.Empty((await Rewrite([], ResultFormat.Json, Plan, 5)).Body);
    }

    [Fact]
    public async Task RewriteAsync_ManyRows_StayInBoundedMemory()
    {
        var row = "[\"" + new string('n', 500) + "\",\"4111111111111111\",\"1\"]";
        var chunk = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Repeat(row, 20_000)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var source = new MemoryStream(chunk);
        var report = await ChunkRewriter.RewriteAsync(source, Stream.Null, ResultFormat.Json, Plan, RewriteLimits.Default, default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((20_000L, (long)chunk.Length), (report.Rows, report.Bytes));
        Assert.True(allocated < 1_000_000, $"{allocated} bytes for a chunk of {chunk.Length}");
    }

    [Theory]
    [InlineData("[\"a\",\"b\",\"c\"]]")]
    [InlineData("[[\"a\",\"b\",\"c\"]]")]
    [InlineData("[\"a\",\"b\",\"c\"],")]
    [InlineData("[\"a\",\"b\",\"c\"][\"a\",\"b\",\"c\"]")]
    [InlineData("[\"a\",\"b\",\"c\"")]
    [InlineData("[\"a\",\"b\"]")]
    [InlineData("[\"a\",\"b\",\"c\",\"d\"]")]
    [InlineData("[\"a\",\"b\",{}]")]
    [InlineData("[\"a\",\"b\",nul]")]
    [InlineData("[\"a\",\"b\",undefined]")]
    [InlineData("[\"a\\x\",\"b\",\"c\"]")]
    [InlineData("[\"a\\u00g0\",\"b\",\"c\"]")]
    [InlineData("[\"a\n\",\"b\",\"c\"]")]
    [InlineData("[\"a\",,\"c\"]")]
    [InlineData("{}")]
    [InlineData("<Error>")]
    public async Task RewriteAsync_BrokenJson_IsRefused(string chunk) =>
        Assert.NotNull((await Rewrite(Encoding.UTF8.GetBytes(chunk), ResultFormat.Json, Plan, 3)).Report.Refusal);

    [Fact]
    public async Task RewriteAsync_InvalidUtf8OrLargeRow_IsRefused()
    {
        Assert.NotNull((await Rewrite([(byte)'[', (byte)'"', 0xC3, (byte)'"', (byte)']'], ResultFormat.Json, MaskPlan.None, 3)).Report.Refusal);
        using var source = new MemoryStream(Encoding.UTF8.GetBytes("[\"" + new string('x', 300_000) + "\"]"));
        var report = await ChunkRewriter.RewriteAsync(source, Stream.Null, ResultFormat.Json, MaskPlan.None, new RewriteLimits { RowBytesMax = 200_000 }, default);
        Assert.Contains("larger than 200000", report.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(100_000)]
    public async Task RewriteAsync_ArrowInAnyPieces_IsMaskedBatchByBatch(int piece)
    {
        var schema = new Schema([ArrowStream.Field("NOTE", StringType.Default), ArrowStream.Field("CARD_NUMBER", StringType.Default), ArrowStream.Field("ID", Int8Type.Default)], null);
        IArrowArray[] batch = [ArrowStream.Texts("a", "b"), ArrowStream.Texts(Answer.Card, "41"), new Int8Array.Builder().Append(1).Append(2).Build()];
        var stream = ArrowStream.Write(schema, batch, batch);

        var (report, body) = await Rewrite(stream, ResultFormat.Arrow, Plan, piece);

        Assert.Equal((null, 4L, body.Length), (report.Refusal, report.Rows, report.Bytes));
        var (_, batches) = ArrowStream.Read(body);
        Assert.All(batches, one => Assert.Equal("************1111", ((StringArray)one.Column(1)).GetString(0)));
        Assert.All(batches, one => Assert.True(one.Column(1).IsNull(1)));
        Assert.Equal(stream, (await Rewrite(stream, ResultFormat.Arrow, MaskPlan.None, piece)).Body);
        Assert.NotNull((await Rewrite(stream[..^20], ResultFormat.Arrow, Plan, piece)).Report.Refusal);
        Assert.Equal(body, (await Rewrite(stream, ResultFormat.Arrow, Plan, 50)).Body);
    }

    [Fact]
    public async Task RewriteAsync_OtherFormatThanAnnounced_IsRefused()
    {
        Assert.NotNull((await Rewrite(Encoding.UTF8.GetBytes(Rows), ResultFormat.Arrow, Plan, 50)).Report.Refusal);
        Assert.NotNull((await Rewrite([0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0], ResultFormat.Arrow, Plan, 50)).Report.Refusal);
    }

    private static MaskPlan PlanOf(string columns, string sql) => Answer.Rewrite(Answer.Json(columns), Answer.Plan(sql)).Report.MaskPlan;

    private static async Task<(ChunkReport Report, byte[] Body)> Rewrite(byte[] chunk, ResultFormat format, MaskPlan plan, int piece)
    {
        using var output = new MemoryStream();
        using var source = new PiecewiseStream(chunk, piece);
        var report = await ChunkRewriter.RewriteAsync(source, output, format, plan, RewriteLimits.Default, default);
        return (report, output.ToArray());
    }

    private sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
