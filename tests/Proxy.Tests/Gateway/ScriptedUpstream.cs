using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Snowtrail.Proxy.Tests.Gateway;

/// <summary>A warehouse that answers what the test says; it logs in anybody.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    public const string SessionToken = "upstream-session-token", MasterToken = "upstream-master-token";

    private readonly ConcurrentQueue<(string Path, string Body, string? ContentType, string? Authorization)> _requests = new();
    private readonly WebApplication _app;

    private ScriptedUpstream(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>What arrived so far.</summary>
    public IReadOnlyList<(string Path, string Body, string? ContentType, string? Authorization)> Requests => [.. _requests];

    /// <summary>Answers what is no login: path and body in, status and body out; null cuts the connection.</summary>
    public Func<string, string, (int Status, string Body)?> Answer { get; set; } = (_, _) => (200, Rows("1"));

    public static async Task<ScriptedUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        ScriptedUpstream? upstream = null;
        app.Run(context => upstream!.ServeAsync(context));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return upstream = new(app, new Uri(address));
    }

    public static string Rows(string cell, string more = "") =>
        $$$"""
        {"data":{"parameters":[],"rowtype":[{"name":"A","database":"","schema":"","table":"","nullable":true,"type":"text","precision":null,"scale":null,"length":16,"byteLength":64,"collation":null}],"rowset":[["{{{cell}}}"]],"total":1,"returned":1,"queryId":"01b2c3d4-0000-4aaa-8aaa-000000000001","finalDatabaseName":"DB","finalSchemaName":"PUBLIC","finalWarehouseName":"WH","finalRoleName":"R","statementTypeId":4096,"version":1,"queryResultFormat":"json"{{{more}}}},"code":null,"message":null,"success":true}
        """;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = context.Request.Path.Value!;
        _requests.Enqueue((path, body, context.Request.ContentType, context.Request.Headers.Authorization));
        var login = $$$"""
            {"data":{"token":"{{{SessionToken}}}","validityInSeconds":3600,"masterToken":"{{{MasterToken}}}","masterValidityInSeconds":14400,"sessionId":7,"serverVersion":"9.20.1","idToken":"upstream-id-token","parameters":[{"name":"AUTOCOMMIT","value":true},{"name":"CLIENT_TELEMETRY_ENABLED","value":true}],"sessionInfo":{"databaseName":"DB","schemaName":"PUBLIC","warehouseName":"WH","roleName":"R"}},"code":null,"message":null,"success":true}
            """;
        var answer = path switch
        {
            "/session/v1/login-request" => (200, login),
            "/session" or "/session/heartbeat" => (200, """{"data":null,"code":null,"message":null,"success":true}"""),
            _ => Answer(path, body),
        };
        if (answer is not { } given)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = given.Item1;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(given.Item2));
    }
}
