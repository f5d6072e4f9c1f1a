using Microsoft.Extensions.Logging;

namespace Snowtrail.App.Demo;

/// <summary>
/// Realistic traffic for <c>--demo</c>: ordinary jobs that repeat their statements, and one agent that exfiltrates. It raises each of the
/// three exfiltration detections with nobody at the console.
/// </summary>
internal sealed partial class DemoTraffic(Uri gateway, Func<string, string?, string> createKey, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(6);

    /// <summary>Statements of a job that a scheduler starts again and again; enough of them make a baseline.</summary>
    private static readonly string[] NightlyReport =
    [
        "select status, count(*) as orders, sum(amount) as total from shop.public.orders group by status order by status",
        "select date_trunc('month', ordered_at) as month, sum(amount) as revenue from shop.public.orders group by 1 order by 1",
        "/* {\"app\":\"dbt\",\"node_id\":\"model.shop.order_totals\"} */ select customer_id, sum(amount) as total from shop.public.orders where id <= 200 group by customer_id order by total desc limit 20",
        "select count(*) as orders from shop.public.orders where amount > 100",
    ];

    private static readonly string[] FinanceClose =
    [
        "select k.card_number, sum(o.amount) as charged from shop.public.cards k join shop.public.orders o on o.customer_id = k.customer_id where o.id <= 50 group by k.card_number",
        "select count(*) as cards from shop.public.cards",
    ];

    private static readonly string[] SchemaChange =
    [
        "create or replace table shop.public.order_totals (customer_id number(38,0), total number(12,2))",
        "insert into shop.public.order_totals select customer_id, sum(amount) from shop.public.orders group by customer_id",
        "alter table shop.public.order_totals add column note varchar",
        "drop table shop.public.order_totals",
    ];

    /// <summary>What a support assistant asks: cards come back masked, a typo is refused, DDL too.</summary>
    private static readonly string[] SupportAssistant =
    [
        "select o.id, o.amount, o.status from shop.public.orders o where o.customer_id = 17 order by o.id",
        "select customer_id, card_number from shop.public.cards where customer_id between 10 and 20",
        "selec * from shop.public.orders",
        "drop table shop.public.orders",
        "select * from shop.public.no_such_table",
        "select avg(amount) as mean from shop.public.orders where customer_id = 17",
    ];

    private static readonly string[] SmallLooks =
        [.. Enumerable.Range(1, 24).Select(i => $"select id, amount, status from shop.public.orders where customer_id = {i * 7} limit 20")];

    /// <summary>Looks, then takes: a whole PII table, a stage and a download, and at last far more rows than ever before.</summary>
    private static readonly string[] Exfiltration =
    [
        "show tables in account",
        "select * from shop.public.customers",
        "create or replace temporary stage shop.public.tmp_x7",
        "copy into @shop.public.tmp_x7/c_ from (select * from shop.public.customers) file_format = (type = csv compression = gzip) header = true overwrite = true",
        "get @shop.public.tmp_x7/ file:///tmp/out/",
        "select * from shop.public.orders",
    ];

    /// <summary>Runs until cancelled: the exfiltration once, the ordinary jobs again and again.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        var agents = new[]
        {
            RepeatAsync("reporting-bot", "nightly-report", NightlyReport, TimeSpan.FromSeconds(2), cancellation),
            RepeatAsync("finance-bot", "finance-close", FinanceClose, TimeSpan.FromSeconds(4), cancellation),
            RepeatAsync("deploy-bot", "schema-change", SchemaChange, TimeSpan.FromSeconds(9), cancellation),
            RepeatAsync("support-assistant", null, SupportAssistant, TimeSpan.FromSeconds(5), cancellation),
            ExfiltrateAsync(cancellation),
        };
        await Task.WhenAll(agents);
    }

    private async Task RepeatAsync(string agent, string? job, string[] statements, TimeSpan pause, CancellationToken cancellation)
    {
        var key = createKey(agent, job);
        while (!cancellation.IsCancellationRequested)
        {
            await SessionAsync(agent, key, job is null ? null : $"{{\"job\":\"{job}\"}}", statements, TimeSpan.FromMilliseconds(250), cancellation);
            await Task.Delay(pause, clock, cancellation);
        }
    }

    private async Task ExfiltrateAsync(CancellationToken cancellation)
    {
        const string Agent = "insights-agent";
        var key = createKey(Agent, null);

        // The tag claims the finance job: a claim opens nothing, and says something about who makes it.
        await SessionAsync(Agent, key, "finance-close", [.. SmallLooks, .. Exfiltration], TimeSpan.FromMilliseconds(200), cancellation);
        LogExfiltrated(logger, Agent);
    }

    private async Task SessionAsync(string agent, string key, string? tag, string[] statements, TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await using var client = await DriverClient.ConnectAsync(gateway, agent, key, tag, cancellation);
            foreach (var sql in statements)
            {
                await client.ExecuteAsync(sql, sql.Contains("customers", StringComparison.Ordinal) ? ShortPatience : Patience, cancellation);
                await Task.Delay(pause, clock, cancellation);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException or System.Text.Json.JsonException && !cancellation.IsCancellationRequested)
        {
            LogSessionFailed(logger, agent, failure.Message);
        }
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Warning, Message = "The demo's session of {Agent} ended early: {Reason}")]
    private static partial void LogSessionFailed(ILogger logger, string agent, string reason);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "The demo's {Agent} has done its worst; look for dataset:finding in the console")]
    private static partial void LogExfiltrated(ILogger logger, string agent);
}
