using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Indexer.Search;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

/// <summary>Servers that ask for a password or an API key, over TLS with an authority of our own, and take no request above 1 MB.</summary>
[Trait("needs", "elasticsearch")]
public sealed class SecureTests(SecureServers servers) : IClassFixture<SecureServers>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snowtrail-secure-").FullName;

    [Theory]
    [InlineData("elasticsearch", "elastic")]
    [InlineData("elasticsearch9", "elastic")]
    [InlineData("opensearch", "admin")]
    public async Task Create_TlsAndPassword_IndexesAndSearches(string product, string user)
    {
        var options = await SetUpAsync(product, user);
        await IndexesAsync(options);
        await FoundAsync(options, 20);

        await WaitsAsync(options with { PasswordFile = Secret("wrong", "not-the-password") }, "401");
        await WaitsAsync(options with { CaFile = null }, "certificate");
    }

    [Theory]
    [InlineData("elasticsearch")]
    [InlineData("elasticsearch9")]
    public async Task Create_ApiKey_WithoutTheRightWaits_WithItIndexes(string product)
    {
        var options = await SetUpAsync(product, "elastic") with { User = null, PasswordFile = null };
        using var admin = Client(options.Nodes[0]);

        await WaitsAsync(options with { ApiKeyFile = Secret("refused", await KeyAsync(admin, """{"r":{"cluster":["monitor"],"index":[]}}""")) }, "403");
        var granted = await KeyAsync(admin, """{"r":{"cluster":["monitor"],"index":[{"names":["logs-snowflake_gateway.*"],"privileges":["create_doc","create","index","read","view_index_metadata","delete"]}]}}""");
        await IndexesAsync(options with { ApiKeyFile = Secret("granted", granted) });
    }

    [Theory]
    [InlineData("elasticsearch", "elastic")]
    [InlineData("elasticsearch9", "elastic")]
    [InlineData("opensearch", "admin")]
    public async Task Create_LargerThanTheServerTakes_SplitsAndParksWhatIsTooLargeAlone(string product, string user)
    {
        var options = await SetUpAsync(product, user);
        await using var run = new SinkRun(options);
        var events = Events.Statements(3_000);

        await run.FeedAsync([.. events.Take(2_000), Events.Large("large", 4_000_000), .. events.Skip(2_000)]);
        await run.FinishAsync();

        Assert.Equal(3_000, run.Settled(Settlement.Durable));
        Assert.Equal("large", Assert.Single(run.Parked.Records).Id);
        await FoundAsync(options, 3_000);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Options of a namespace of its own on a server, with its data streams.</summary>
    private async Task<ElasticOptions> SetUpAsync(string product, string user)
    {
        var own = await servers.GetAsync(product);
        var options = new ElasticOptions
        {
            Nodes = [own.Address], CaFile = own.CaFile, User = user, PasswordFile = Secret("password", SecureServers.Password), Namespace = $"s{Guid.NewGuid():N}",
            BatchAgeMax = TimeSpan.FromMilliseconds(50), RetryWait = TimeSpan.FromMilliseconds(100), RetryWaitMax = TimeSpan.FromSeconds(1),
        };
        await ElasticSetup.ApplyAsync(options);
        return options;
    }

    private static async Task IndexesAsync(ElasticOptions options)
    {
        await using var run = new SinkRun(options);
        await run.FeedAsync(Events.Statements(20));
        await run.FinishAsync();
        Assert.Equal(20, run.Settled(Settlement.Durable));
    }

    private static async Task FoundAsync(ElasticOptions options, int count)
    {
        using var search = new ElasticSearch(options, TimeProvider.System);
        await SinkRun.UntilAsync(() => search.SearchAsync(new()).GetAwaiter().GetResult() is SearchResult found && found.Total == count, () => $"not {count} are found");
    }

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

    /// <summary>A client that asks nothing of the certificate: the product's is the one under test.</summary>
    private static HttpClient Client(Uri address) => new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"elastic:{SecureServers.Password}"))) },
    };
}
