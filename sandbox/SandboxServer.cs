using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Snowtrail.Sandbox.Execution;
using Snowtrail.Sandbox.Http;
using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sessions;

namespace Snowtrail.Sandbox;

/// <summary>
/// A stand-in warehouse: speaks Snowflake's driver protocol over DuckDB. For trying and testing, never for production.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    /// <summary>The version that log-ins and CURRENT_VERSION() tell.</summary>
    public const string ServerVersion = "9.20.1";

    private readonly WebApplication app;
    private readonly IDisposable[] parts;

    private SandboxServer(WebApplication app, SandboxRecorder recorder, Uri address, Uri storage, IDisposable[] parts)
    {
        this.app = app;
        this.parts = parts;
        Requests = recorder;
        Address = address;
        StorageAddress = storage;
    }

    /// <summary>Where drivers connect, for instance <c>http://127.0.0.1:8088/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Where result chunks are served.</summary>
    public Uri StorageAddress { get; }

    /// <summary>The last requests on <see cref="Address"/>.</summary>
    public SandboxRecorder Requests { get; }

    /// <summary>Opens the databases, makes the sample where it is missing, and listens. When it returns, drivers can connect.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="logs">Where log lines go; statement text never does.</param>
    /// <param name="time">Clock of validity and waits; the system's when null.</param>
    /// <param name="cancel">Gives up starting.</param>
    /// <exception cref="IOException">An address is in use, or the data directory cannot be opened.</exception>
    public static async Task<SandboxServer> StartAsync(
        SandboxOptions options, ILoggerFactory logs, TimeProvider? time = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logs);
        var clock = time ?? TimeProvider.System;
        var log = logs.CreateLogger("Snowtrail.Sandbox");
        var spill = Path.Combine(Path.GetTempPath(), "snowtrail-sandbox-" + Guid.NewGuid().ToString("N"));
        var warehouse = new Warehouse(options.DataDirectory);
        var files = new ChunkFiles(spill, options.SpillBytesMax);
        var sessions = new SessionStore(clock, options.SessionTokenValidity, options.MasterTokenValidity, options.SessionsMax);
        var recorder = new SandboxRecorder(options.RecordedRequestsMax);
        var limits = new ResultLimits(options.InlineRowsMax, options.InlineBytesMax, options.ChunkRowsMax, options.ChunkBytesMax);
        var runner = new StatementRunner(warehouse, new SelectRunner(limits, files));
        var service = new QueryService(runner, clock, options.RunningMax, log);
        Uri? storageAddress = null;
        var urls = new ChunkUrls(() => storageAddress!, options.ChunkUrlValidity);
        var factory = new SessionFactory(warehouse, files, options);
        var login = new LoginEndpoint(options, factory, sessions);
        var sqlApi = new SqlApiEndpoint(options, sessions, factory, login, service, new SqlApiHandles(sessions, options.SqlApiStatementsMax));
        var api = new ApiEndpoint(options, sessions, login, new QueryEndpoint(options, service, urls, clock), sqlApi, recorder, log);
        var storage = new StorageEndpoint(urls, spill, clock);

        ListenOptions? apiListener = null;
        ListenOptions? storageListener = null;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.BodyBytesMax;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(5);
            kestrel.Listen(options.Listen, listen => apiListener = listen);
            kestrel.Listen(options.StorageListen, listen => storageListener = listen);
        });
        var app = builder.Build();
        app.Run(http => http.Connection.LocalPort == storageAddress!.Port ? storage.HandleAsync(http) : api.HandleAsync(http));
        try
        {
            await app.StartAsync(cancel);
        }
        catch
        {
            await app.DisposeAsync();
            Array.ForEach<IDisposable>([service, sessions, files, warehouse], part => part.Dispose());
            throw;
        }

        storageAddress = AddressOf(storageListener!.IPEndPoint!);
        return new SandboxServer(app, recorder, AddressOf(apiListener!.IPEndPoint!), storageAddress, [service, sessions, files, warehouse]);
    }

    /// <summary>Stops listening, cancels what runs, and deletes spilled results.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
        {
            await app.StopAsync(patience.Token);
        }

        await app.DisposeAsync();
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }

    private static Uri AddressOf(IPEndPoint end) => new($"http://{(end.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, end.Port) : end)}/");
}
