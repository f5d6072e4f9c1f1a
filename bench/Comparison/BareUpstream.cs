using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Snowtrail.Bench.Comparison;

/// <summary>
/// The least warehouse that a driver and a gateway accept: one login and one small answer, so that what is measured is what stands in front of it.
/// </summary>
internal static class BareUpstream
{
    private const string Login = """
        {"data":{"token":"upstream-session","masterToken":"upstream-master","validityInSeconds":3600,"masterValidityInSeconds":14400,"sessionId":1,
        "serverVersion":"9.20.1","firstLogin":false,"healthCheckInterval":45,"parameters":[{"name":"AUTOCOMMIT","value":true},{"name":"CLIENT_PREFETCH_THREADS","value":4}],
        "sessionInfo":{"databaseName":"SHOP","schemaName":"PUBLIC","warehouseName":"WH","roleName":"R"}},"code":null,"message":null,"success":true}
        """;

    private const string Renewed = """
        {"data":{"sessionToken":"upstream-session","validityInSecondsST":3600,"masterToken":"upstream-master","validityInSecondsMT":14400,"sessionId":1},
        "code":null,"message":null,"success":true}
        """;

    private const string Answer = """
        {"data":{"parameters":[],"rowtype":[{"name":"ID","database":"SHOP","schema":"PUBLIC","table":"ORDERS","nullable":false,"type":"fixed","precision":38,"scale":0,"length":null,"byteLength":null},
        {"name":"STATUS","database":"SHOP","schema":"PUBLIC","table":"ORDERS","nullable":true,"type":"text","precision":null,"scale":null,"length":100,"byteLength":400}],
        "rowset":[["1","paid"],["2","open"],["3",null]],"total":3,"returned":3,"queryId":"01b2c3d4-0000-4aaa-8aaa-000000000001","databaseProvider":null,
        "finalDatabaseName":"SHOP","finalSchemaName":"PUBLIC","finalWarehouseName":"WH","finalRoleName":"R","numberOfBinds":0,"arrayBindSupported":false,
        "statementTypeId":4096,"version":1,"sendResultTime":1790000000123,"queryResultFormat":"json"},"code":null,"message":null,"success":true}
        """;

    internal static async Task<int> RunAsync(int port, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.MapPost("/session/v1/login-request", () => Results.Text(Login, "application/json"));
        app.MapPost("/session/token-request", () => Results.Text(Renewed, "application/json"));
        app.MapPost("/queries/v1/query-request", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return Results.Text(Answer, "application/json");
        });
        app.MapPost("/session", () => Results.Text("""{"data":null,"code":null,"message":null,"success":true}""", "application/json"));
        await app.StartAsync(cancellation);
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
