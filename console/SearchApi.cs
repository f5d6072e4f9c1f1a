using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Indexer.Search;

namespace Snowtrail.AnalystConsole;

/// <summary><c>GET /api/search?q=&amp;from=&amp;to=&amp;size=&amp;offset=&amp;sort=&amp;dataset=</c>, and for the page <c>histogram=auto</c> and <c>facets=FIELD,…</c>.</summary>
internal static class SearchApi
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal) { "q", "from", "to", "size", "offset", "sort", "dataset", "histogram", "facets" };

    internal static void Map(IEndpointRouteBuilder routes, ISearch search) =>
        routes.MapGet("/api/search", (HttpContext context) => AnswerAsync(context, search));

    private static async Task AnswerAsync(HttpContext context, ISearch search)
    {
        var (request, fault) = Read(context.Request.Query);
        SearchAnswer answer;
        try
        {
            answer = request is null ? fault! : await search.SearchAsync(request, context.RequestAborted);
        }
        catch (ElasticUnavailableException away)
        {
            await JsonError.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, away.Message);
            return;
        }

        if (answer is not SearchResult result)
        {
            var wrong = (SearchFault)answer;
            await JsonError.WriteAsync(context, StatusCodes.Status400BadRequest, wrong.Message, wrong.Position);
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        SearchJson.Write(result, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static (SearchRequest? Request, SearchFault? Fault) Read(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            return (null, new SearchFault($"There is no parameter '{unknown}'; there are {string.Join(", ", Known)}."));
        }

        if (!TryNumber(query, "size", SearchLimits.SizeDefault, out var size) || !TryNumber(query, "offset", 0, out var offset))
        {
            return (null, new SearchFault("size and offset are whole numbers from 0."));
        }

        return (new SearchRequest
        {
            Query = Text(query, "q"),
            From = Text(query, "from"),
            To = Text(query, "to"),
            Sort = Text(query, "sort"),
            Dataset = Text(query, "dataset") ?? "query",
            Size = size,
            Offset = offset,
            Histogram = query.ContainsKey("histogram") ? new HistogramRequest() : null,
            Facets = [.. (Text(query, "facets") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(field => new FacetRequest(field))],
        }, null);
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static bool TryNumber(IQueryCollection query, string name, int otherwise, out int number)
    {
        number = otherwise;
        return Text(query, name) is not { } text || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
