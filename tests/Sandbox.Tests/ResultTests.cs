using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Snowtrail.Sandbox.Tests;

public sealed class ResultTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Hard = "select seq4() as n, 'é\U0001F600\"\\\\\\n' || seq4() as s from table(generator(rowcount => 1050))";

    [Theory]
    [InlineData("1", "fixed", "1")]
    [InlineData("12345678901234567890123456789012345678::number(38,0)", "fixed", "12345678901234567890123456789012345678")]
    [InlineData("(-1.5)::number(10,2)", "fixed", "-1.50")]
    [InlineData("(-0.05)::number(10,2)", "fixed", "-0.05")]
    [InlineData("0.1::float", "real", "0.1")]
    [InlineData("'NaN'::float", "real", "NaN")]
    [InlineData("'-inf'::float", "real", "-inf")]
    [InlineData("'é'::varchar", "text", "é")]
    [InlineData("true", "boolean", "1")]
    [InlineData("false", "boolean", "0")]
    [InlineData("'2024-01-01'::date", "date", "19723")]
    [InlineData("'1969-12-31'::date", "date", "-1")]
    [InlineData("'13:45:30.123'::time", "time", "49530.123000000")]
    [InlineData("'2023-11-14 22:13:20.123'::timestamp_ntz", "timestamp_ntz", "1700000000.123000000")]
    [InlineData("'2023-11-14 22:13:20.123456789'::timestamp_ntz(9)", "timestamp_ntz", "1700000000.123456789")]
    [InlineData("'1969-12-31 23:59:59.5'::timestamp_ntz", "timestamp_ntz", "-0.500000000")]
    [InlineData("'9999-12-31'::timestamp_ntz", "timestamp_ntz", "253402214400.000000000")]
    [InlineData("'2023-11-14 23:13:20+01:00'::timestamp_ltz", "timestamp_ltz", "1700000000.000000000")]
    [InlineData("x'48656C6C6F'", "binary", "48656C6C6F")]
    [InlineData("parse_json('{\"a\":1}')", "variant", "{\"a\":1}")]
    [InlineData("uuid_string() is not null", "boolean", "1")]
    public async Task Cell_EachType_IsEncodedAsDriversRead(string expression, string type, string cell)
    {
        using var json = await DriverClient.LoginAsync(fixture.Server);
        var data = await json.DataAsync($"select {expression} as c, nullif({expression}, {expression}) as n");
        Assert.Equal(type, (string)data["rowtype"]![0]!["type"]!);
        Assert.Equal([cell + "|NULL"], DriverClient.Rows(data));
        using var arrow = await DriverClient.LoginAsync(fixture.Server, "PythonConnector");
        var same = await arrow.DataAsync($"select {expression} as c, nullif({expression}, {expression}) as n");
        Assert.Equal("arrow", (string)same["queryResultFormat"]!);
        Assert.False(same.AsObject().ContainsKey("rowset"));
        // What was sent as Arrow must read back as the very same cell.
        var id = (string)same["queryId"]!;
        var again = await arrow.DataAsync($"select c, n from table(result_scan('{id}'))", Json);
        Assert.Equal([cell + "|NULL"], DriverClient.Rows(again));
    }

    [Fact]
    public async Task TimestampTz_OfATable_KeepsItsType()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create temp table tz(a timestamp_tz, o object, l array, v varchar(7))");
        await client.DataAsync("insert into tz select '2023-11-14 23:13:20+01:00', parse_json('{}'), parse_json('[1]'), 'x'");
        var data = await client.DataAsync("select * from tz");
        Assert.Equal(["timestamp_tz", "object", "array", "text"], data["rowtype"]!.AsArray().Select(c => (string)c!["type"]!));
        Assert.Equal(["1700000000.000000000 1440|{}|[1]|x"], DriverClient.Rows(data));
    }

    [Fact]
    public async Task Arrow_Stream_HasExactOffsetsNullableChildrenAndMetadata()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server, "PythonConnector");
        var data = await client.DataAsync("select 'abc' as t, null::timestamp_ntz as ts, 12.5::number(20,2) as d, 1 as i");
        using var reader = new ArrowStreamReader(new MemoryStream(Convert.FromBase64String((string)data["rowsetBase64"]!)));
        using var batch = reader.ReadNextRecordBatch();
        Assert.Equal(8, ((StringArray)batch.Column(0)).ValueOffsetsBuffer.Length);
        var schema = batch.Schema;
        Assert.Equal(["TEXT", "TIMESTAMP_NTZ", "FIXED", "FIXED"], schema.FieldsList.Select(f => f.Metadata["logicalType"]));
        Assert.Equal("2", schema.GetFieldByIndex(2).Metadata["scale"]);
        Assert.All(((Apache.Arrow.Types.StructType)schema.GetFieldByIndex(1).DataType).Fields, f => Assert.True(f.IsNullable));
        Assert.True(batch.Column(1).IsNull(0));
        Assert.IsType<Decimal128Array>(batch.Column(2));
        Assert.IsType<Int64Array>(batch.Column(3));
    }

    [Fact]
    public async Task EmptyResult_InBothFormats()
    {
        using var json = await DriverClient.LoginAsync(fixture.Server);
        Assert.Empty((await json.DataAsync("select * from customers where 1 = 0"))["rowset"]!.AsArray());
        using var arrow = await DriverClient.LoginAsync(fixture.Server, "JDBC");
        var data = await arrow.DataAsync("select * from customers where 1 = 0");
        Assert.Equal("", (string)data["rowsetBase64"]!);
        Assert.Equal(0, (int)data["total"]!);
    }

    [Fact]
    public async Task JsonChunks_HoldTheRestInOrder()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var data = await client.DataAsync(Hard);
        Assert.Equal(1050, (int)data["total"]!);
        Assert.Equal([400, 400, 150], data["chunks"]!.AsArray().Select(c => (int)c!["rowCount"]!));
        var rows = new List<string>(DriverClient.Rows(data));
        for (var i = 0; i < 3; i++)
        {
            var bytes = await client.ChunkAsync(data, i);
            Assert.Equal((int)data["chunks"]![i]!["uncompressedSize"]!, bytes.Length);
            Assert.Equal((byte)'[', bytes[0]);
            Assert.NotEqual((byte)'[', bytes[1]);
            Assert.DoesNotContain("\\u", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
            rows.AddRange(DriverClient.Rows(new JsonObject { ["rowset"] = JsonNode.Parse("[" + Encoding.UTF8.GetString(bytes) + "]") }));
        }

        Assert.Equal(Enumerable.Range(0, 1050).Select(n => $"{n}|é\U0001F600\"\\\n{n}"), rows);
    }

    [Fact]
    public async Task ArrowChunks_HoldTheRestInOneTypeEach()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server, "PythonConnector");
        var data = await client.DataAsync("select seq4() * 100 as n from table(generator(rowcount => 1050))");
        var values = Read(Convert.FromBase64String((string)data["rowsetBase64"]!));
        for (var i = 0; i < data["chunks"]!.AsArray().Count; i++)
        {
            values.AddRange(Read(await client.ChunkAsync(data, i)));
        }

        Assert.Equal(Enumerable.Range(0, 1050).Select(n => n * 100L), values);
    }

    [Theory]
    [InlineData("x-amz-server-side-encryption-customer-key", "wrong", "")]
    [InlineData("x-amz-server-side-encryption-customer-algorithm", "AES128", "")]
    [InlineData("x", "x", "0")]
    [InlineData("x", "x", "&Expires=1")]
    public async Task Chunk_WithoutItsProof_Is403(string header, string value, string suffix)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var data = await client.DataAsync(Hard);
        using var request = new HttpRequestMessage(HttpMethod.Get, (string)data["chunks"]![0]!["url"]! + suffix);
        foreach (var (name, right) in data["chunkHeaders"]!.AsObject())
        {
            request.Headers.TryAddWithoutValidation(name, name == header ? value : (string)right!);
        }

        using var response = await client.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("<Code>AccessDenied</Code>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_ServesNothingElseAndApiServesNoChunks()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var path = new Uri((string)(await client.DataAsync(Hard))["chunks"]![0]!["url"]!).PathAndQuery;
        using var api = await client.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
        using var storage = await client.Http.GetAsync(new Uri(fixture.Server.StorageAddress, "/session/v1/login-request"));
        Assert.Equal(HttpStatusCode.Forbidden, storage.StatusCode);
    }

    [Fact]
    public async Task Format_FollowsClientParameterAndStatement()
    {
        using var python = await DriverClient.LoginAsync(fixture.Server, "PythonConnector");
        Assert.Equal("json", (string)(await python.DataAsync("select 1", Json))["queryResultFormat"]!);
        Assert.Equal("json", (string)(await python.DataAsync("show tables"))["queryResultFormat"]!);
        await python.DataAsync("alter session set python_connector_query_result_format = 'JSON'");
        Assert.Equal("json", (string)(await python.DataAsync("select 1"))["queryResultFormat"]!);
        using var unknown = await DriverClient.LoginAsync(fixture.Server, "SomethingElse");
        Assert.Equal("json", (string)(await unknown.DataAsync("select 1"))["queryResultFormat"]!);
    }

    [Fact]
    public async Task ResultScan_OfAChunkedResult_ReadsAllRows()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync(Hard);
        Assert.Equal(["1050|1049"], await client.RowsAsync("select count(*), max(n) from table(result_scan(last_query_id()))"));
    }

    private static JsonObject Json => new() { ["parameters"] = new JsonObject { ["PYTHON_CONNECTOR_QUERY_RESULT_FORMAT"] = "JSON" } };

    private static List<long> Read(byte[] stream)
    {
        using var reader = new ArrowStreamReader(new MemoryStream(stream));
        using var batch = reader.ReadNextRecordBatch();
        return [.. ((Int64Array)batch.Column(0)).Values.ToArray()];
    }
}
