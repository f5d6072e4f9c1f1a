using YamlDotNet.Serialization;

namespace Snowtrail.Deploy.Tests;

/// <summary>docker-compose.yml and the image it builds.</summary>
public sealed class ComposeTests
{
    private static readonly string[] Roles = ["topics", "index-setup", "proxy", "enrich", "index", "console", "sandbox"];

    [Fact]
    public async Task File_IsOfTheComposeSchema()
    {
        var (code, output, error) = await Repository.RunAsync("docker-compose", "--profile", "sandbox", "config", "--quiet");
        Assert.True(code == 0, output + error);
    }

    [Fact]
    public async Task CommandLines_AreTheProducts()
    {
        var services = Services();
        foreach (var role in Roles)
        {
            await Verb.CheckAsync([.. List(services[role], "command")]);
            // The runtime's own are not the product's
            foreach (var setting in Map(services[role], "environment").Keys.Cast<string>().Where(name => !name.StartsWith("DOTNET_", StringComparison.Ordinal)))
                await Verb.CheckSettingAsync(setting);
        }

        var health = List(Map(services["proxy"], "healthcheck"), "test");
        await Verb.CheckAsync([health[2]]);
    }

    [Fact]
    public void Roles_RunWithNothingTheyDoNotNeed() => Assert.All(Roles, role =>
    {
        var service = Services()[role];
        Assert.Equal("true", service["read_only"]);
        Assert.Equal(["ALL"], List(service, "cap_drop"));
        Assert.Equal(["no-new-privileges:true"], List(service, "security_opt"));
    });

    [Fact]
    public void Secrets_ComeFromFilesAlone_AndEachIsGivenToWhomItIsNamed()
    {
        var file = Parsed();
        var secrets = Map(file, "secrets");
        Assert.All(secrets.Values, secret => Assert.StartsWith("./deploy/secrets/", (string)Map(secret)["file"]));
        foreach (var (name, service) in Services())
        {
            // What comes with the shared settings is read by those verbs alone that have the flag
            var named = List(service, "command").Concat(Map(service, "environment").Where(setting => name is "index" or "console" or "proxy" || !setting.Key.ToString()!.Contains("ELASTIC"))
                .Select(setting => (string)setting.Value)).Where(word => word.StartsWith("/run/secrets/", StringComparison.Ordinal)).Select(word => word["/run/secrets/".Length..]);
            Assert.All(named.Where(secret => name != "proxy" || secret != "elastic_password"), secret => Assert.Contains(secret, List(service, "secrets")));
            Assert.All(List(service, "secrets"), secret => Assert.Contains(secret, secrets.Keys.Cast<string>()));
            Assert.All(Map(service, "environment"), setting => Assert.True(
                !setting.Key.ToString()!.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || setting.Key.ToString()!.EndsWith("_FILE", StringComparison.Ordinal), $"{name}: {setting.Key}"));
        }
    }

    [Fact]
    public void Ports_AreOpenOnThisMachineAlone() =>
        Assert.All(Services().Values.SelectMany(service => List(service, "ports")), port => Assert.StartsWith("127.0.0.1:", port));

    [Fact]
    public void Dependencies_AreThereAndCanBeMet()
    {
        var services = Services();
        foreach (var (name, service) in services)
            foreach (var (other, how) in Map(service, "depends_on"))
            {
                var condition = (string)Map(how)["condition"];
                var met = services[(string)other];
                Assert.True(condition == "service_healthy" ? met.ContainsKey("healthcheck") : (string)met["restart"] == "on-failure", $"{name} waits for {other}");
            }
    }

    [Fact]
    public async Task MakeSecrets_MakesEachOnce()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var script = Path.Combine(folder, "make-secrets");
        File.Copy(Path.Combine(Repository.Root, "deploy/make-secrets"), script);
        await Repository.RunAsync("bash", "-c", $"echo of-the-warehouse | '{script}'");
        var made = Directory.GetFiles(Path.Combine(folder, "secrets")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        Assert.Equal(Map(Parsed(), "secrets").Keys.Cast<string>().Order(), made.Keys.Order());
        Assert.Equal("of-the-warehouse", made["upstream_password"]);
        Assert.Equal(made.Count, made.Values.Distinct().Count());
        Assert.All(made.Values.Where(secret => secret != "of-the-warehouse"), secret => Assert.Equal(32, secret.Length));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "secrets")));
        await Repository.RunAsync("bash", "-c", $"echo another | '{script}'");
        Assert.All(made, secret => Assert.Equal(secret.Value, File.ReadAllText(Path.Combine(folder, "secrets", secret.Key))));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Image_IsSmallAndNobodysRoot()
    {
        var stages = Repository.Read("Dockerfile").Split("\nFROM ");
        Assert.Equal(3, stages.Length);
        Assert.Contains("chiseled", stages[2].Split('\n')[0]);
        Assert.Contains("\nUSER 1654:1654\n", stages[2]);
        Assert.Contains("\nENTRYPOINT [\"/app/snowtrail\"]\n", stages[2]);
        var ignore = Repository.Read(".dockerignore").Split('\n');
        Assert.Equal("**", ignore[1]);
        // The build gets every room the product is made of, and what all projects read
        var needed = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file).Split('/'))
            .Where(path => path.Length == 2 && path[0] != "bench").Select(path => path[0]).Concat(["Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", "global.json"]);
        Assert.All(needed, name => Assert.Contains($"!{name}", ignore));
    }

    private static Dictionary<object, object> Parsed()
    {
        var parser = new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(new StringReader(Repository.Read("docker-compose.yml"))));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(parser);
    }

    private static Dictionary<string, Dictionary<object, object>> Services() =>
        Map(Parsed(), "services").ToDictionary(service => (string)service.Key, service => Map(service.Value));

    private static Dictionary<object, object> Map(object value) => (Dictionary<object, object>)value;

    private static Dictionary<object, object> Map(Dictionary<object, object> from, string name) => from.TryGetValue(name, out var value) ? Map(value) : [];

    private static List<string> List(Dictionary<object, object> from, string name) =>
        from.TryGetValue(name, out var value) && value is List<object> items ? [.. items.Cast<string>()] : [];
}
