using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;
using Snowtrail.Proxy.Results;

namespace Snowtrail.Proxy.Tests.Results;

public class ArrowRewriteTests
{
    private static readonly string[] Names = [.. ArrowStream.EveryType.Select((_, index) => $"C{index}")];

    private static readonly Schema Schema = new([.. ArrowStream.EveryType.Select((one, index) => ArrowStream.Field(Names[index], one.Array.Data.DataType))], null);

    private static readonly byte[] Stream = ArrowStream.Write(
        Schema, [.. ArrowStream.EveryType.Select(one => one.Array)], [.. ArrowStream.EveryType.Select(one => one.Array)]);

    [Fact]
    public void Rewrite_NothingToMask_KeepsEveryByte()
    {
        var body = Body(Stream, EveryRowtype());
        foreach (var plan in new[] { new RewritePlan(), Answer.Plan($"select {string.Join(", ", Names)} from orders") })
        {
            var (report, rewritten) = Answer.Rewrite(body, plan);
            Assert.Equal((RewriteOutcome.Rewritten, 6L), (report.Outcome, report.InlineRows));
            Assert.Equal(body, rewritten);
        }
    }

    [Fact]
    public void Rewrite_EveryTypeDerivedFromCards_IsNullAndReadable()
    {
        var columns = string.Join(", ", Names.Select(name => $"f(card_number) {name}"));
        var (report, rewritten) = Answer.Rewrite(Body(Stream, EveryRowtype()), Answer.Plan($"select {columns} from cards"));

        Assert.All(Answer.Data(rewritten)["rowtype"]!.AsArray(), column => Assert.True(column!["nullable"]!.GetValue<bool>()));
        var (schema, batches) = ArrowStream.Read(Arrow(rewritten));
        Assert.All(schema.FieldsList, field => Assert.True(field.IsNullable));
        Assert.Equal("38", schema.FieldsList[0].Metadata["precision"]);
        Assert.Equal(Schema.FieldsList.Select(field => field.DataType.TypeId), schema.FieldsList.Select(field => field.DataType.TypeId));
        Assert.Equal(2, batches.Count);
        Assert.All(batches, batch => Assert.All(batch.Arrays, array => Assert.Equal((3, 3), (array.Length, array.NullCount))));
        Assert.All(report.Masked, masked => Assert.Equal(("null", 4L), (masked.Method, masked.Cells)));
        Assert.Equal(Names.Length, report.Masked.Count);
    }

    [Fact]
    public void Rewrite_NamesOfColumns_ShowNoCardNumbers()
    {
        var stream = ArrowStream.Write(
            new Schema([ArrowStream.Field("'4111111111111111'", Int64Type.Default)], null), [new Int64Array.Builder().Append(7).Build()]);
        var (schema, batches) = ArrowStream.Read(Arrow(Answer.Rewrite(Body(stream, ("'4111111111111111'", "fixed")), Answer.Plan("select * from orders")).Body));
        Assert.Equal("'************1111'", schema.FieldsList[0].Name);
        Assert.Equal(7, ((Int64Array)batches[0].Column(0)).GetValue(0));
    }

    [Fact]
    public void Rewrite_NulledValues_AreGoneFromTheBytes()
    {
        var number = new Int64Array.Builder().Append(4111111111111111).Append(7).Build();
        var stream = ArrowStream.Write(new Schema([ArrowStream.Field("N", Int64Type.Default)], null), [number]);
        var needle = BitConverter.GetBytes(4111111111111111);
        Assert.True(stream.AsSpan().IndexOf(needle) > 0);
        foreach (var (plan, nulls) in new[] { (Answer.Plan("select to_number(card_number) n from cards"), 2), (Answer.Plan(), 1) })
        {
            var rewritten = Arrow(Answer.Rewrite(Body(stream, ("N", "fixed")), plan).Body);
            Assert.Equal(-1, rewritten.AsSpan().IndexOf(needle));
            Assert.Equal(nulls, ArrowStream.Read(rewritten).Batches[0].Column(0).NullCount);
        }
    }

    [Fact]
    public void Rewrite_Text_KeepsLastFourAndExactOffsets()
    {
        var schema = new Schema([ArrowStream.Field("CARD_NUMBER", StringType.Default), ArrowStream.Field("ID", Int64Type.Default), ArrowStream.Field("NOTE", StringType.Default)], null);
        var stream = ArrowStream.Write(
            schema,
            [ArrowStream.Texts(Answer.Card, null, "411111"), Longs(1, 2, 3), ArrowStream.Texts("é", "pay 4111-1111-1111-1111", "")],
            [ArrowStream.Texts("", null), Longs(4, 5), ArrowStream.Texts("a", "b")]);

        var (report, body) = Answer.Rewrite(
            Body(stream, ("CARD_NUMBER", "text"), ("ID", "fixed"), ("NOTE", "text")), Answer.Plan("select card_number, id, note from cards"));

        var rewritten = Arrow(body);
        var (ours, batches) = ArrowStream.Read(rewritten);
        Assert.Equal([true, false, false], ours.FieldsList.Select(field => field.IsNullable));
        Assert.Equal(["************1111", null, null], Texts(batches[0], 0));
        Assert.Equal(["é", "pay ****-****-****-1111", ""], Texts(batches[0], 2));
        Assert.Equal(["", null], Texts(batches[1], 0));
        Assert.Equal([1L, 2L, 3L], ((Int64Array)batches[0].Column(1)).Values.ToArray());
        foreach (var column in new[] { 0, 2 })
        {
            var offsets = batches[0].Column(column).Data.Buffers[1];
            Assert.Equal(16, offsets.Length);
            for (var row = 0; row < 3; row++)
                Assert.True(BinaryPrimitives.ReadInt32LittleEndian(offsets.Span[(row * 4)..]) <= BinaryPrimitives.ReadInt32LittleEndian(offsets.Span[((row + 1) * 4)..]));
        }

        Assert.Equal([("CARD_NUMBER", "last4", 1L), ("CARD_NUMBER", "null", 1L), ("NOTE", "last4", 1L)], report.Masked.Select(one => (one.Column, one.Method, one.Cells)));
        Assert.Equal(5, report.InlineRows);
    }

    [Fact]
    public void Rewrite_UntouchedBatch_KeepsItsBytes()
    {
        var schema = new Schema([ArrowStream.Field("NOTE", StringType.Default)], null);
        var whole = ArrowStream.Write(schema, [ArrowStream.Texts("clean", "rows")], [ArrowStream.Texts(Answer.Card)]);
        var first = ArrowStream.Write(schema, [ArrowStream.Texts("clean", "rows")]);
        var rewritten = Arrow(Answer.Rewrite(Body(whole, ("NOTE", "text")), Answer.Plan("select note from orders")).Body);
        Assert.Equal(first.AsSpan(0, first.Length - 8).ToArray(), rewritten.AsSpan(0, first.Length - 8).ToArray());
        Assert.Equal(["************1111"], Texts(ArrowStream.Read(rewritten).Batches[1], 0));
    }

    [Fact]
    public void Rewrite_TextInsideAList_IsScanned()
    {
        var builder = new ListArray.Builder(StringType.Default);
        builder.Append();
        ((StringArray.Builder)builder.ValueBuilder).Append("x").Append(Answer.Card);
        var list = builder.Build();
        var stream = ArrowStream.Write(new Schema([ArrowStream.Field("L", list.Data.DataType)], null), [list]);
        var rewritten = Arrow(Answer.Rewrite(Body(stream, ("L", "array")), Answer.Plan("select l from orders")).Body);
        var values = (StringArray)((ListArray)ArrowStream.Read(rewritten).Batches[0].Column(0)).Values;
        Assert.Equal(["x", "************1111"], [values.GetString(0), values.GetString(1)]);
    }

    [Fact]
    public void Rewrite_AnyCut_IsRefusedAndNothingPasses()
    {
        var columns = string.Join(", ", Names);
        var plan = Answer.Plan($"select {columns} from orders");
        for (var length = 1; length < Stream.Length - 8; length += 97)
            Assert.Contains(Answer.Rewrite(Body(Stream[..length], EveryRowtype()), plan).Report.Outcome, new[] { RewriteOutcome.Refused, RewriteOutcome.Rewritten });
        Assert.Equal(RewriteOutcome.Refused, Answer.Rewrite(Body(Stream[..(Stream.Length - 100)], EveryRowtype()), plan).Report.Outcome);
        Assert.Equal(RewriteOutcome.Refused, Answer.Rewrite(Body([.. Stream, 1], EveryRowtype()), plan).Report.Outcome);
    }

    [Fact]
    public void Rewrite_AnyByteFlipped_NeverThrows()
    {
        var random = new Random(7);
        var plan = Answer.Plan($"select {string.Join(", ", Names)} from cards");
        for (var round = 0; round < 300; round++)
        {
            var broken = Stream.ToArray();
            broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            Assert.NotEqual(RewriteOutcome.TransferBlocked, Answer.Rewrite(Body(broken, EveryRowtype()), plan).Report.Outcome);
        }
    }

    [Fact]
    public void Rewrite_OtherColumnsThanTheRowtype_IsRefused() =>
        Assert.Equal(RewriteOutcome.Refused, Answer.Rewrite(Body(Stream, ("A", "text")), Answer.Plan("select a from orders")).Report.Outcome);

    [Fact]
    public void Rewrite_NoInlineRows_Passes()
    {
        var body = Body([], ("A", "text"));
        Assert.Equal(body, Answer.Rewrite(body, Answer.Plan("select a from orders")).Body);
    }

    private static (string Name, string Type)[] EveryRowtype() => [.. ArrowStream.EveryType.Select((one, index) => (Names[index], one.Rowtype))];

    private static string Body(byte[] stream, params (string Name, string Type)[] columns)
    {
        var rowtype = columns.Select(column => $$"""{"name":"{{column.Name}}","type":"{{column.Type}}","nullable":false}""");
        return $$"""{"data":{"rowtype":[{{string.Join(',', rowtype)}}],"rowsetBase64":"{{Convert.ToBase64String(stream)}}","queryResultFormat":"arrow"},"success":true}""";
    }

    private static byte[] Arrow(string body) => Convert.FromBase64String(Answer.Data(body)["rowsetBase64"]!.GetValue<string>());

    private static Int64Array Longs(params long[] values) => new Int64Array.Builder().AppendRange(values).Build();

    private static string?[] Texts(RecordBatch batch, int column)
    {
        var array = (StringArray)batch.Column(column);
        return [.. Enumerable.Range(0, array.Length).Select(row => array.IsNull(row) ? null : array.GetString(row))];
    }
}
