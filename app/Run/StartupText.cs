using System.Globalization;

namespace Snowtrail.App.Run;

/// <summary>What a newcomer reads first: where things are, a key, and a snippet for each driver.</summary>
internal static class StartupText
{
    internal static string Write(Uri gateway, Uri console, RunSettings settings, string key, TimeSpan took)
    {
        var (host, port) = (gateway.Host, gateway.Port);
        var upstream = settings.Upstream is null
            ? $"built-in sandbox, database SHOP; {Name(settings.Policy, "sample policy")}"
            : $"{settings.Upstream}; {Name(settings.Policy, "no policy: all is recorded, nothing refused but PUT, GET and unloads")}";
        return string.Create(CultureInfo.InvariantCulture, $$"""

            Snowtrail is ready after {{took.TotalSeconds:0.0}} s. Stop it with Ctrl-C.

              Gateway    {{Trim(gateway)}}      point a driver here
              Console    {{Trim(console)}}      search, findings, approvals
              Warehouse  {{upstream}}
              Data       {{settings.Data.FullName}}
              Agent key  {{key}}      (agent quickstart, no job)

            A key with a job:   snowtrail keys create --agent NAME --job nightly-report --data {{settings.Data.FullName}}
            Approver's token:   {{Path.Combine(settings.Data.FullName, "console.token")}}

            Node     snowflake.createConnection({ account: 'test', username: 'agent', password: '{{key}}',
                       accessUrl: '{{Trim(gateway)}}', database: 'SHOP', schema: 'PUBLIC', warehouse: 'COMPUTE_WH' })
            Python   snowflake.connector.connect(account='test', user='agent', password='{{key}}',
                       protocol='http', host='{{host}}', port={{port}}, database='SHOP', schema='PUBLIC', warehouse='COMPUTE_WH')
            .NET     account=test;user=agent;password={{key}};scheme=http;host={{host}};port={{port}};db=SHOP;schema=PUBLIC;warehouse=COMPUTE_WH
            JDBC     jdbc:snowflake://{{host}}:{{port}}/?ssl=off&account=test&user=agent&password={{key}}&db=SHOP&schema=PUBLIC&warehouse=COMPUTE_WH
                       (JVM: --add-opens=java.base/java.nio=ALL-UNNAMED; property disablePlatformDetection=true)
            Go       agent:{{key}}@{{host}}:{{port}}/SHOP/PUBLIC?account=test&protocol=http&warehouse=COMPUTE_WH
            Environment for every driver: SNOWFLAKE_DISABLE_PLATFORM_DETECTION=true

            """);
    }

    private static string Trim(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static string Name(FileInfo? policy, string otherwise) => policy is null ? otherwise : $"policy {policy.Name}";
}
