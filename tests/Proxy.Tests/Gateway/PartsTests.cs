using System.Net;
using Microsoft.Extensions.Time.Testing;
using Snowtrail.Proxy.Chunks;
using Snowtrail.Proxy.Identity;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Sessions;

namespace Snowtrail.Proxy.Tests.Gateway;

public sealed class PartsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("snowtrail-parts-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void Keys_MadeByAnotherProcess_AreAcceptedAtOnceAndOnlyWhole()
    {
        var running = AgentKeys.Open(_data, _time);
        var key = AgentKeys.Open(_data, _time).Create("etl", "nightly-report", "data-team");

        Assert.Equal(new AgentIdentity(key.Id, "etl", "nightly-report", "data-team"), running.Verify(key.Key));
        Assert.Null(running.Verify(key.Key + "A"));
        Assert.Null(running.Verify(key.Key[..^1]));
        Assert.Null(running.Verify($"stk_../../x_{key.Id}"));
        Assert.Null(running.Verify(null));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_data, "keys")));
        Assert.DoesNotContain(key.Key.Split('_', 3)[2], File.ReadAllText(file));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Tokens_ChangedAnywhere_DoNotOpen()
    {
        var sealer = new TokenSealer(KeyRing.Open(_data, _time));
        var token = new SessionToken(TokenKind.Master, 1234567890123, _time.GetUtcNow());
        var text = sealer.Seal(token);

        Assert.Equal(token, sealer.Open(text));
        for (var i = 4; i < text.Length; i++)
        {
            // The last character may carry unused bits
            var changed = text[..i] + (text[i] == 'A' ? 'Q' : 'A') + text[(i + 1)..];
            Assert.Null(sealer.Open(changed));
        }
        Assert.Null(sealer.Open("stt.!"));
    }

    [Fact]
    public void KeyRing_Rotates_AndStillOpensWhatTheOldKeySealed()
    {
        var text = new TokenSealer(KeyRing.Open(_data, _time)).Seal(new(TokenKind.Session, 1, _time.GetUtcNow()));
        _time.Advance(TimeSpan.FromDays(31));
        var rotated = new TokenSealer(KeyRing.Open(_data, _time));
        Assert.NotNull(rotated.Open(text));
        Assert.NotEqual(text[4..9], rotated.Seal(new(TokenKind.Session, 1, _time.GetUtcNow()))[4..9]);
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Null(new TokenSealer(KeyRing.Open(_data, _time)).Open(text));
    }

    [Theory]
    [InlineData("http://wh.example:9000/c/1", true)]
    [InlineData("http://WH.example:1/c/1", true)]
    [InlineData("https://wh.example/c/1", false)]
    [InlineData("https://bucket.s3.eu-west-1.amazonaws.com/x?sig", true)]
    [InlineData("https://acct.blob.core.windows.net/x", true)]
    [InlineData("https://storage.googleapis.com/b/x", true)]
    [InlineData("https://bucket.s3.amazonaws.com:8443/x", false)]
    [InlineData("http://bucket.s3.amazonaws.com/x", false)]
    [InlineData("https://amazonaws.com.evil.example/x", false)]
    [InlineData("https://evilamazonaws.com/x", false)]
    [InlineData("https://a@wh.example/x", false)]
    [InlineData("https://127.0.0.1/x", false)]
    public void ChunkHosts_OnlyTheWarehouseAndKnownStorage(string url, bool allowed) =>
        Assert.Equal(allowed, new ChunkHosts(new Uri("http://wh.example:8080/")).Allowed(url) is not null);

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("52.218.0.1", true)]
    [InlineData("2600:1f68::1", true)]
    public void ChunkHosts_PrivateAddresses_AreNotPublic(string address, bool isPublic) => Assert.Equal(isPublic, ChunkHosts.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1:5", "http://127.0.0.1:5/")]
    [InlineData("localhost:5", "http://localhost:5/")]
    [InlineData("gw.example:80", "http://gw.example/")]
    [InlineData("evil.example", "http://public.example:8085/")]
    [InlineData("gw.example@evil.example", "http://public.example:8085/")]
    [InlineData("gw.example/x", "http://public.example:8085/")]
    [InlineData(null, "http://public.example:8085/")]
    public void BaseAddresses_OnlyKnownHosts(string? host, string expected)
    {
        var options = new GatewayOptions
        {
            DataDirectory = _data, Upstream = new("http://u/"), UpstreamUser = "u", UpstreamPassword = new("p"), PublicUrl = new("http://public.example:8085"),
            HostNames = ["gw.example"],
        };
        Assert.Equal(expected, new BaseAddresses(options).Of(host).AbsoluteUri);
    }

    [Theory]
    [InlineData("a=1&a=2")]
    [InlineData("a=%4")]
    [InlineData("a=%zz")]
    public void QueryParameters_TwoReadings_AreNone(string text) => Assert.Null(QueryParameters.Parse(text));

    [Fact]
    public void Secret_Printed_ShowsStars()
    {
        var file = Path.Combine(_data, "password");
        File.WriteAllText(file, "pass word\n");
        var secret = Secret.FromFile(file);
        Assert.Equal(("pass word", "***"), (secret.Reveal(), $"{secret}"));
    }

    [Fact]
    public void Options_Faults_AreListedTogether()
    {
        var options = new GatewayOptions { DataDirectory = "", Upstream = new("ftp://x/"), UpstreamUser = "", UpstreamPassword = new(""), PollWait = TimeSpan.Zero };
        var fault = Assert.Throws<ArgumentException>(options.Validate);
        Assert.All(new[] { "DataDirectory", "Upstream ", "UpstreamUser", "time" }, word => Assert.Contains(word, fault.Message));
    }
}
