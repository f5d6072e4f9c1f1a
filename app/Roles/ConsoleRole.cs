using System.Net;
using System.Security.Cryptography;
using Snowtrail.AnalystConsole;
using Snowtrail.Indexer.Elastic;

namespace Snowtrail.App.Roles;

/// <summary>The console as a process, over an index that others write. It decides no approvals: those wait where their gateway runs.</summary>
internal static class ConsoleRole
{
    /// <param name="host">The process.</param>
    /// <param name="listen">Where.</param>
    /// <param name="token">What a reader must know; null on a loopback address, where nobody is asked.</param>
    /// <param name="elastic">The index.</param>
    /// <param name="cancellation">Gives up starting.</param>
    internal static async Task<Uri> StartAsync(RoleHost host, IPEndPoint listen, string? token, ElasticOptions elastic, CancellationToken cancellation)
    {
        var search = new ElasticSearch(elastic, host.Time);
        host.Defer(search);
        var changes = new ChangeSignal();
        var watch = host.Own(new IndexWatch(search, changes, host.Time));
        host.Watch(() => watch.Fault is { } fault ? [$"elasticsearch: {fault}"] : []);

        var app = WebPort.Build(listen);
        var options = new ConsoleOptions
        {
            Listen = listen,
            Token = token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
            ReadingNeedsToken = token is not null,
        };
        app.MapConsole(options, search, null, changes);
        host.MapHealth(app);
        host.Own(app);
        await app.StartAsync(cancellation);
        return new(app.Urls.Single());
    }
}
