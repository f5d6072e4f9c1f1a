using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Kafka.Tests;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

/// <summary>Servers that ask for a password or an API key, over TLS with an authority of our own.</summary>
[Trait("needs", "elasticsearch")]
public sealed class SecureTests : IDisposable
{
    private readonly string _password = $"p{Guid.NewGuid():N}";
    private readonly string _folder = Directory.CreateTempSubdirectory("snowtrail-secure-").FullName;

    [Theory]
    [InlineData("elasticsearch", "elastic")]
    [InlineData("elasticsearch9", "elastic")]
    [InlineData("opensearch", "admin")]
    public async Task Create_TlsAndPassword_IndexesAndSearches(string product, string user)
    {
        await using var own = new SecureServer(product, _password);
        await own.StartAsync();
        var options = Options(own) with { User = user, PasswordFile = Secret("password", _password) };
        await ElasticSetup.ApplyAsync(options);
        await using var run = new SinkRun(options);
        await run.FeedAsync(Events.Statements(20));
        await run.FinishAsync();
        Assert.Equal(20, run.Settled(Settlement.Durable));
        using var search = new ElasticSearch(options, TimeProvider.System);
        await SinkRun.UntilAsync(() => search.SearchAsync(new()).GetAwaiter().GetResult() is Indexer.Search.SearchResult { Total: 20 }, () => "not found");

        await WaitsAsync(options with { PasswordFile = Secret("wrong", "not-the-password") }, "401");
        await WaitsAsync(options with { CaFile = null }, "certificate");
    }

    [Theory]
    [InlineData("elasticsearch")]
    [InlineData("elasticsearch9")]
    public async Task Create_ApiKey_WithoutTheRightWaits_WithItIndexes(string product)
    {
        await using var own = new SecureServer(product, _password);
        await own.StartAsync();
        var options = Options(own);
        await ElasticSetup.ApplyAsync(options with { User = "elastic", PasswordFile = Secret("password", _password) });
        using var admin = own.Client(_password);

        await WaitsAsync(options with { ApiKeyFile = Secret("refused", await KeyAsync(admin, """{"r":{"cluster":["monitor"],"index":[]}}""")) }, "403");
        var granted = await KeyAsync(admin, """{"r":{"cluster":["monitor"],"index":[{"names":["logs-snowflake_gateway.*"],"privileges":["create_doc","create","index","read","view_index_metadata","delete"]}]}}""");
        await using var run = new SinkRun(options with { ApiKeyFile = Secret("granted", granted) });
        await run.FeedAsync(Events.Statements(20));
        await run.FinishAsync();
        Assert.Equal(20, run.Settled(Settlement.Durable));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ElasticOptions Options(SecureServer own) => new()
    {
        Nodes = [own.Address], CaFile = own.CaFile, Namespace = "secure", BatchAgeMax = TimeSpan.FromMilliseconds(50),
        RetryWait = TimeSpan.FromMilliseconds(100), RetryWaitMax = TimeSpan.FromSeconds(1), RequestTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>A sink with these options keeps what it has and says why, without the secret.</summary>
    private static async Task WaitsAsync(ElasticOptions options, string reason)
    {
        await using var run = new SinkRun(options with { DrainMax = TimeSpan.FromSeconds(1) });
        await run.FeedAsync(Events.Statements(1));
        await SinkRun.UntilAsync(() => run.Status.Reason?.Contains(reason, StringComparison.OrdinalIgnoreCase) == true, () => $"it says {run.Status.Reason}");
        var said = run.Status.Reason;
        Assert.Equal(1, run.Unsettled);
        Assert.DoesNotContain("not-the-password", $"{said} {await Record.ExceptionAsync(run.FinishAsync)}");
    }

    private static async Task<string> KeyAsync(HttpClient admin, string roles)
    {
        using var answer = await admin.PostAsJsonAsync("/_security/api_key", new JsonObject { ["name"] = "indexer", ["role_descriptors"] = JsonNode.Parse(roles) });
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["encoded"]!.GetValue<string>();
    }

    private string Secret(string name, string value)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, value + "\n");
        return file;
    }

    private sealed class SecureServer(string product, string password) : OwnServer(product, "--heap", "384m", "--tls", "--password", password)
    {
        public Uri Address => new($"https://localhost:{Port}");

        public string CaFile => Path.Combine(Data, "config", "tls", "ca.crt");

        /// <summary>A client that asks nothing of the certificate: the product's is the one under test.</summary>
        public HttpClient Client(string password)
        {
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"elastic:{password}"));
            return new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true })
            {
                BaseAddress = Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", basic) },
            };
        }
    }
}
