using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Snowtrail.Proxy.Results;

namespace Snowtrail.Proxy.Tests.Results;

public class ResultRewriterTests
{
    private static readonly string[] EveryType =
    [
        "A:fixed", "B:fixed:2", "C:real", "D:decfloat", "E:text", "F:boolean", "G:date", "H:time:9", "I:timestamp_ntz:9", "J:timestamp_ltz:3",
        "K:timestamp_tz:9", "L:binary", "M:variant", "N:object", "O:array", "P:map", "Q:vector", "R:geography",
    ];

    private static readonly string?[] EveryValue =
    [
        "99999999999999999999999999999999999999", "-1.50", "1.5e+30", "1.23e-400", "é \"\\\n\u0001 𝄞", "1", "19723", "49530.123000000", "1700000000.123000000",
        "-0.500", "1700000000.123000000 1500", "48656C6C6F", "{\n  \"a\": 1\n}", "{}", "[undefined]", "{\"k\":null}", "[1.0,2.0]", "{\"type\":\"Point\"}",
    ];

    [Fact]
    public void Rewrite_NothingToMask_KeepsEveryByte()
    {
        var body = Answer.Json(string.Join(' ', EveryType), EveryValue, new string?[EveryType.Length], EveryValue);
        var columns = string.Join(", ", EveryType.Select(type => type[..1].ToLowerInvariant()));
        foreach (var plan in new[] { new RewritePlan(), Answer.Plan($"select {columns} from orders"), Answer.Plan() })
        {
            var (report, rewritten) = Answer.Rewrite(body, plan);
            Assert.Equal(RewriteOutcome.Rewritten, report.Outcome);
            Assert.Equal(body, rewritten);
            Assert.Equal(3, report.InlineRows);
            Assert.Empty(report.Masked);
        }
    }

    [Fact]
    public void Rewrite_EveryTypeDerivedFromCards_IsNullAndSaysNullable()
    {
        var body = Answer.Json(string.Join(' ', EveryType), EveryValue, new string?[EveryType.Length]);
        var columns = string.Join(", ", EveryType.Select((_, index) => $"f(card_number, {index}) {EveryType[index][..1]}"));
        var (report, rewritten) = Answer.Rewrite(body, Answer.Plan($"select {columns} from cards"));
        Assert.All(Answer.Data(rewritten)["rowset"]!.AsArray(), row => Assert.All(row!.AsArray(), Assert.Null));
        Assert.All(Answer.Data(rewritten)["rowtype"]!.AsArray(), column => Assert.True(column!["nullable"]!.GetValue<bool>()));
        Assert.Equal(EveryType.Select(type => (type[..1], "cards", "null", 1L)), report.Masked.Select(one => (one.Column, one.Rule, one.Method, one.Cells)));
    }

    [Fact]
    public void Rewrite_MaskedCell_ChangesNothingElse()
    {
        var body = Answer.Json("NAME:text CARD_NUMBER:text ID:fixed", ["é\u0001/", Answer.Card, "1"], ["b", null, "2"], ["c", "5105105105109870", "3"]);
        var (report, rewritten) = Answer.Rewrite(body, Answer.Plan("select name, card_number, id from cards"));
        Assert.Equal(body.Replace(Answer.Card, "************1111", StringComparison.Ordinal).Replace("5105105105109870", "************9870", StringComparison.Ordinal), rewritten);
        var masked = Assert.Single(report.Masked);
        Assert.Equal(("CARD_NUMBER", "cards", "last4", 2L), (masked.Column, masked.Rule, masked.Method, masked.Cells));
        Assert.Equal(rewritten, Answer.Rewrite(body, Answer.Plan("select name, card_number, id from cards")).Body);
    }

    [Fact]
    public void Rewrite_Facts_AreWhatTheAnswerSaid()
    {
        var facts = Answer.Rewrite(Answer.Json("A:text", ["x"]), new RewritePlan()).Report.Facts;
        Assert.Equal((true, null, "q-1", 4096L, 1L, "SHOP"), (facts.Success, facts.Code, facts.QueryId, facts.StatementTypeId, facts.Total, facts.FinalDatabaseName));
        Assert.Equal([("A", "text")], facts.Columns.Select(column => (column.Name, column.Type)));
    }

    [Fact]
    public void Rewrite_RowsBeforeTheirColumns_AreMaskedAllTheSame()
    {
        const string body = """{"data":{"rowset":[["4111111111111111"]],"rowtype":[{"name":"A","type":"text"}]},"success":true}""";
        Assert.Equal(body.Replace(Answer.Card, "************1111", StringComparison.Ordinal), Answer.Rewrite(body, Answer.Plan("select a from orders")).Body);
    }

    [Theory]
    [InlineData("""{"data":{"rowtype":[],"rowset":[],"rowset":[]},"success":true}""")]
    [InlineData("""{"data":{"rowset":[],"RowSet":[]},"success":true}""")]
    [InlineData("""{"data":{},"data":{}}""")]
    [InlineData("""{"data":{"rowtype":[{"name":"A","name":"B","type":"text"}],"rowset":[]}}""")]
    [InlineData("""{"data":{"parameters":[{"name":"A","name":"B"}]}}""")]
    [InlineData("""{"data":{"rowtype":[{"name":"A","type":"text"}],"rowset":[["a","b"]]}}""")]
    [InlineData("""{"data":{"rowtype":[{"name":"A","type":"text"}],"rowset":[[["a"]]]}}""")]
    [InlineData("""{"data":{"rowtype":[{"name":"A","type":"text"}],"rowset":[{"a":1}]}}""")]
    [InlineData("""{"data":{"rowtype":[{"name":"A","type":"text"}],"rowset":"[[]]"}}""")]
    [InlineData("""{"data":{"rowset":[["a"]]}}""")]
    [InlineData("""{"data":{"queryResultFormat":"parquet"}}""")]
    [InlineData("""{"data":{"rowsetBase64":"%%%%"}}""")]
    [InlineData("""{"data":{"rowsetBase64":"AAAA"}}""")]
    [InlineData("""{"data":{"chunks":[{"rowCount":1}]}}""")]
    [InlineData("""{"data":{"chunks":"x"}}""")]
    [InlineData("""{"data":{}}x""")]
    [InlineData("""{"data":{}""")]
    [InlineData("""{"data":{"a":"\ud800"},"message":"\ud800"}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("\uFEFF{}")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":1,}""")]
    public void Rewrite_WhatCannotBeReadWithCertainty_IsRefused(string body)
    {
        var (report, rewritten) = Answer.Rewrite(body, Answer.Plan("select a from orders"));
        Assert.Equal(RewriteOutcome.Refused, report.Outcome);
        Assert.NotEmpty(report.Reason);
        Assert.Empty(rewritten);
    }

    [Fact]
    public void Rewrite_InvalidUtf8DeepOrLarge_IsRefused()
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(RewriteOutcome.Refused, ResultRewriter.Rewrite(new byte[] { (byte)'"', 0xC3, (byte)'"' }, new RewritePlan(), output).Outcome);
        Assert.Equal(RewriteOutcome.Refused, Answer.Rewrite("{\"a\":" + new string('[', 100) + new string(']', 100) + "}", new RewritePlan()).Report.Outcome);
        var large = Answer.Rewrite("{}" + new string(' ', 2000), new RewritePlan { Limits = new RewriteLimits { BodyBytesMax = 1024 } }).Report;
        Assert.Equal(RewriteOutcome.Refused, large.Outcome);
        Assert.Contains("at most 1024", large.Reason, StringComparison.Ordinal);
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("""{"data":{"command":"UPLOAD","rowtype":[],"rowset":[]},"success":true}""", "upload")]
    [InlineData("""{"data":{"command":"DOWNLOAD"},"success":true}""", "download")]
    [InlineData("""{"data":{"stageInfo":{"creds":{"AWS_KEY_ID":"x"}}},"success":true}""", "download")]
    [InlineData("""{"data":{"presignedUrls":["https://x"]},"success":true}""", "download")]
    [InlineData("""{"data":{"uploadInfo":{"encryptionMaterial":{"queryStageMasterKey":"x"}}},"success":true}""", "download")]
    [InlineData("""{"data":{"x":[{"Creds":{}}]},"success":true}""", "download")]
    public void Rewrite_StorageCredentials_AreBlocked(string body, string direction)
    {
        var (report, rewritten) = Answer.Rewrite(body, new RewritePlan());
        Assert.Equal((RewriteOutcome.TransferBlocked, direction, ""), (report.Outcome, report.TransferDirection, rewritten));
    }

    [Fact]
    public void Rewrite_NullTransferMembers_AreNone() =>
        Assert.Equal(RewriteOutcome.Rewritten, Answer.Rewrite("""{"data":{"command":null,"presignedUrls":null,"stageInfo":null},"success":true}""", new RewritePlan()).Report.Outcome);

    [Theory]
    [InlineData("""{"data":{"chunks":[C],"qrmk":"KEY","chunkHeaders":{"h":"SECRET"},"total":5},"success":true}""")]
    [InlineData("""{"data":{"qrmk":"KEY","chunkHeaders":{"h":"SECRET"},"total":5,"chunks":[C]},"success":true}""")]
    [InlineData("""{"data":{"total":5,"chunkHeaders":{"h":"SECRET"},"chunks":[C],"qrmk":"KEY"},"success":true}""")]
    [InlineData("""{"data":{"chunkHeaders":{"h":"SECRET"},"chunks":[C],"total":5},"success":true}""")]
    public void Rewrite_Chunks_GetOurAddressesAndHeaders(string form)
    {
        const string chunk = """{"url":"https://bucket/0?sig=SECRET","rowCount":5,"uncompressedSize":100,"compressedSize":50}""";
        var seen = new List<UpstreamChunk>();
        var plan = new RewritePlan
        {
            ChunkUrl = one =>
            {
                seen.Add(one);
                return $"http://gateway/chunks/{one.Index}";
            },
            ChunkHeaders = new Dictionary<string, string> { ["x-chunk"] = "ours" },
        };

        foreach (var ours in new[] { true, false })
        {
            seen.Clear();
            var (report, body) = Answer.Rewrite(form.Replace("C]", chunk + "," + chunk + "]", StringComparison.Ordinal), ours ? plan : plan with { ChunkHeaders = null });

            Assert.Equal(RewriteOutcome.Rewritten, report.Outcome);
            Assert.DoesNotContain("SECRET", body, StringComparison.Ordinal);
            Assert.DoesNotContain("qrmk", body, StringComparison.Ordinal);
            var data = Answer.Data(body);
            Assert.Equal(["http://gateway/chunks/0", "http://gateway/chunks/1"], data["chunks"]!.AsArray().Select(one => one!["url"]!.GetValue<string>()));
            Assert.Equal(100, data["chunks"]![0]!["uncompressedSize"]!.GetValue<int>());
            Assert.Equal(5, data["total"]!.GetValue<int>());
            Assert.Equal(ours ? """{"x-chunk":"ours"}""" : null, data["chunkHeaders"]?.ToJsonString());
            Assert.All(seen, one => Assert.Equal(("https://bucket/0?sig=SECRET", 5, 100, 50, "SECRET"), (one.Url, one.RowCount, one.UncompressedSize, one.CompressedSize, one.Headers["h"])));
            Assert.DoesNotContain("SECRET", seen[0].ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rewrite_ChunksWithOnlyAKey_TellTheHeadersItStandsFor()
    {
        UpstreamChunk? seen = null;
        Answer.Rewrite("""{"data":{"chunks":[{"url":"u"}],"qrmk":"KEY"}}""", new RewritePlan { ChunkUrl = one => (seen = one).Url });
        Assert.Equal("KEY", seen!.Headers["x-amz-server-side-encryption-customer-key"]);
        Assert.Equal("AES256", seen.Headers["x-amz-server-side-encryption-customer-algorithm"]);
    }

    [Fact]
    public void Rewrite_ChunksThatWillBeMasked_AnnounceRoomAndNullableColumns()
    {
        const string body = """
            {"data":{"rowtype":[{"name":"A","type":"fixed","nullable":false},{"name":"B","type":"text","nullable":false}],"rowset":[],
            "chunks":[{"url":"u","rowCount":5,"uncompressedSize":100,"compressedSize":50}]}}
            """;
        var data = Answer.Data(Answer.Rewrite(body, Answer.Plan("select to_number(card_number) a, note b from cards")).Body);
        Assert.True(data["chunks"]![0]!["uncompressedSize"]!.GetValue<int>() >= 100 + (5 * 2 * 2));
        Assert.Equal([true, false], data["rowtype"]!.AsArray().Select(column => column!["nullable"]!.GetValue<bool>()));
    }

    [Fact]
    public void Rewrite_ChunksWithNowhereToServeThem_AreRefused() =>
        Assert.Equal(RewriteOutcome.Refused, Answer.Rewrite("""{"data":{"chunks":[{"url":"u"}]}}""", new RewritePlan()).Report.Outcome);

    private const string Hidden = "The statement failed with error 100038. Its text is not shown: it can quote values that rule 'cards' hides.";

    [Theory]
    [InlineData("select to_number(note) from orders", "100038", "Numeric value '4111111111111111' is not recognized", "Numeric value '************1111' is not recognized")]
    [InlineData("select to_number(substr(card_number, 1, 6) || 'x') from cards", "100038", "Numeric value '411111x' is not recognized", Hidden)]
    [InlineData("select to_number('x''' || substr(card_number, 1, 6)) from cards", "100038", "Numeric value 'x'411111' is not recognized", Hidden)]
    [InlineData("select st_geographyfromwkt(translate(card_number, '0123456789', 'abcdefghij')) from cards", "100038", "Error parsing Geo input: ebbb. Not known", Hidden)]
    [InlineData("select * from identifier($v)", "100038", "Object 'EBBB' does not exist", Hidden)]
    [InlineData("select to_number(note) from orders", "100038", "Numeric value 'abc' is not recognized", "Numeric value 'abc' is not recognized")]
    [InlineData("select card_number from cards", "000604", "SQL execution canceled", "SQL execution canceled")]
    [InlineData("select x from cards", "000904", "invalid identifier 'X'", "invalid identifier 'X'")]
    public void Rewrite_ErrorMessage_TellsNoValues(string sql, string code, string message, string expected)
    {
        var body = $$"""{"data":{"sqlState":"22018","errorCode":"{{code}}","queryId":"q"},"code":"{{code}}","message":"{{message}}","success":false}""";
        var (report, rewritten) = Answer.Rewrite(body, Answer.Plan(sql));
        Assert.Equal(expected, JsonNode.Parse(rewritten)!["message"]!.GetValue<string>());
        Assert.Equal((expected, code, "22018", false), (report.Facts.Message, report.Facts.Code, report.Facts.SqlState, report.Facts.Success));
    }

    [Fact]
    public void Rewrite_ErrorMessage_OfExecutionBelow10000IsHiddenToo()
    {
        const string body = """{"data":{"queryId":"q"},"code":"000603","message":"could not parse 41111111","success":false}""";
        Assert.DoesNotContain("4111", Answer.Rewrite(body, Answer.Plan("select to_date(card_number) from cards")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Rewrite_ErrorMessage_OfAComputedNameIsAValue()
    {
        const string body = """{"data":{"sqlState":"42S02","queryId":"q"},"code":"002003","message":"Object 'EBBB' does not exist","success":false}""";
        Assert.Contains("not shown", Answer.Rewrite(body, Answer.Plan("select * from identifier($v)")).Report.Facts.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rewrite_ColumnNames_ShowNoCardNumbers()
    {
        var (report, rewritten) = Answer.Rewrite(Answer.Json("ID:fixed '4111111111111111':fixed '4111111111111112':fixed", ["1", "2", "3"]), Answer.Plan("select * from x"));
        string[] expected = ["ID", "'************1111'", "'4111111111111112'"];
        Assert.Equal(expected, Answer.Data(rewritten)["rowtype"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()));
        Assert.Equal(expected, report.Facts.Columns.Select(one => one.Name));
    }

    [Fact]
    public void Rewrite_InProgress_GetsOurPath()
    {
        const string body = """{"data":{"queryId":"q","getResultUrl":"/queries/q/result"},"code":"333333","message":"Query execution in progress.","success":true}""";
        var (report, rewritten) = Answer.Rewrite(body, new RewritePlan { ResultUrl = "/queries/ours/result" });
        Assert.True(report.Facts.InProgress);
        Assert.Equal("/queries/q/result", report.Facts.GetResultUrl);
        Assert.Equal(body.Replace("/q/", "/ours/", StringComparison.Ordinal), rewritten);
    }

    [Fact]
    public void Rewrite_MultiStatementParent_PassesAndTellsItsChildren()
    {
        const string body = """
            {"data":{"rowtype":[{"name":"multiple statement execution","type":"text"}],"rowset":[["Multiple statements executed successfully."]],
            "statementTypeId":40960,"resultIds":"a,b","resultTypes":"4096,12544"},"success":true}
            """;
        var (report, rewritten) = Answer.Rewrite(body, Answer.Plan());
        Assert.Equal(body, rewritten);
        Assert.Equal(["a", "b"], report.Facts.ResultIds);
        Assert.Equal(["4096", "12544"], report.Facts.ResultTypes);
    }

    [Fact]
    public void RewriteSqlApi_FirstAndLaterPages_AreMasked()
    {
        const string first = """
            {"code":"090001","sqlState":"00000","message":"ok","statementHandle":"h","resultSetMetaData":{"numRows":2,"format":"jsonv2",
            "rowType":[{"name":"CARD_NUMBER","type":"text","nullable":true}]},"data":[["4111111111111111"]]}
            """;
        var output = new ArrayBufferWriter<byte>();
        var report = ResultRewriter.RewriteSqlApi(Encoding.UTF8.GetBytes(first), Answer.Plan("select card_number from cards"), output);
        Assert.Equal(first.Replace(Answer.Card, "************1111", StringComparison.Ordinal), Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(("h", 1L), (report.Facts.QueryId, report.InlineRows));

        output.Clear();
        ResultRewriter.RewriteSqlApi(Encoding.UTF8.GetBytes("""{"data":[["411111"],["5105105105109870"]]}"""), Answer.Plan(), output, report.MaskPlan);
        Assert.Equal("""{"data":[[null],["************9870"]]}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
