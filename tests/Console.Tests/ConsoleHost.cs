using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Snowtrail.Indexer.Search;

namespace Snowtrail.AnalystConsole.Tests;

/// <summary>The console on a free port, with a desk and a search that remember what they were asked.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    internal const string Token = "0123456789abcdef0123456789abcdef";
    private readonly WebApplication _app;

    private ConsoleHost(WebApplication app, HttpClient http) => (_app, Http) = (app, http);

    internal HttpClient Http { get; }

    internal RememberingDesk Desk { get; } = new();

    internal RememberingSearch Search { get; } = new();

    internal ChangeSignal Changes { get; } = new();

    internal static async Task<ConsoleHost> StartAsync(IPAddress? pretendListen = null, bool withDesk = true, bool approvalsOnly = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var http = new HttpClient();
        var host = new ConsoleHost(app, http);
        var options = new ConsoleOptions { Listen = new IPEndPoint(pretendListen ?? IPAddress.Loopback, 0), Token = Token, ReadingNeedsToken = approvalsOnly };
        if (approvalsOnly)
            app.MapApprovals(options, host.Desk);
        else
            app.MapConsole(options, host.Search, withDesk ? host.Desk : null, host.Changes);
        await app.StartAsync();
        http.BaseAddress = new Uri(app.Urls.Single());
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    internal sealed class RememberingDesk : IApprovalDesk
    {
        internal List<(string Id, bool Approve, string By, string Reason)> Decided { get; } = [];

        internal List<WaitingApproval> Held { get; } = [];

        internal string? Fault { get; set; }

        public IReadOnlyList<WaitingApproval> Waiting() => Held;

        public Task<string?> DecideAsync(string id, bool approve, string by, string reason, CancellationToken cancellation)
        {
            Decided.Add((id, approve, by, reason));
            return Task.FromResult(Fault);
        }
    }

    internal sealed class RememberingSearch : ISearch
    {
        internal SearchRequest? Asked { get; private set; }

        internal Exception? Failure { get; set; }

        internal SearchAnswer Answer { get; set; } = new SearchResult(0, [], null, null, 0);

        public Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellation = default)
        {
            Asked = request;
            return Failure is null ? Task.FromResult(Answer) : Task.FromException<SearchAnswer>(Failure);
        }
    }
}
