using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Snowtrail.App.Run;
using Snowtrail.Indexer.Search;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail search QUERY</c>: asks the running process, or opens the index when nothing runs.</summary>
internal static class SearchCommand
{
    private const int PageSize = 500;
    private const int Window = 10_000;

    internal static Command Create()
    {
        var query = new Argument<string>("QUERY") { Description = "Lucene query syntax, such as 'user.name:etl* AND policy.decision:deny'; '*' finds all", DefaultValueFactory = _ => "*" };
        var from = new Option<string?>("--from") { Description = "Earliest @timestamp, ISO 8601 or now-1h", HelpName = "T" };
        var to = new Option<string?>("--to") { Description = "Latest @timestamp, ISO 8601 or now", HelpName = "T" };
        var dataset = new Option<string>("--dataset") { Description = "query, session, finding or *", HelpName = "D", DefaultValueFactory = _ => "query" };
        dataset.AcceptOnlyFromAmong("query", "session", "finding", "*");
        var sort = new Option<string?>("--sort") { Description = "FIELD:asc or FIELD:desc; newest first by default", HelpName = "SORT" };
        var size = new Option<int>("--size") { Description = $"Most documents to print, at most {Window}", HelpName = "N", DefaultValueFactory = _ => Window };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json("Print a document a line, in nested ECS form");
        var command = new Command("search", "Search the records") { query, from, to, dataset, sort, size, data, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new Request(
                parsed.GetRequiredValue(query), parsed.GetValue(from), parsed.GetValue(to), parsed.GetRequiredValue(dataset), parsed.GetValue(sort));
            var most = Math.Clamp(parsed.GetValue(size), 1, Window);
            var directory = DataDirectory.Existing(parsed.GetRequiredValue(data));
            using var console = await ConsoleClient.TryOpenAsync(directory, cancellation);
            using var source = console is null ? IndexSource.Open(directory) : null;
            await PrintAsync(
                (offset, count) => console is null ? source!.FindAsync(request.ToSearch(offset, count), cancellation) : console.GetAsync(request.Path(offset, count), cancellation),
                most,
                parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static async Task PrintAsync(Func<int, int, Task<JsonElement>> find, int most, bool json)
    {
        var printed = 0;
        long total;
        do
        {
            var answer = await find(printed, Math.Min(PageSize, most - printed));
            total = answer.GetProperty("total").GetInt64();
            var hits = answer.GetProperty("hits");
            foreach (var hit in hits.EnumerateArray())
            {
                await Console.Out.WriteLineAsync(json ? hit.GetRawText() : DocumentLine.Of(hit));
                printed++;
            }

            if (hits.GetArrayLength() == 0)
            {
                break;
            }
        }
        while (printed < Math.Min(total, most));

        if (!json || printed < total)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{printed} of {total} records"));
        }
    }

    private sealed record Request(string Query, string? From, string? To, string Dataset, string? Sort)
    {
        internal string Path(int offset, int count)
        {
            var pairs = new List<(string Name, string? Value)>
            {
                ("q", Query), ("from", From), ("to", To), ("dataset", Dataset), ("sort", Sort),
                ("offset", offset.ToString(CultureInfo.InvariantCulture)), ("size", count.ToString(CultureInfo.InvariantCulture)),
            };
            return "/api/search?" + string.Join('&', pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        }

        internal SearchRequest ToSearch(int offset, int count) => new()
        {
            Query = Query, From = From, To = To, Dataset = Dataset, Sort = Sort, Offset = offset, Size = count,
        };
    }
}
