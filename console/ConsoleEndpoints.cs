using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Snowtrail.Indexer.Search;

namespace Snowtrail.AnalystConsole;

/// <summary>The console: one page, the search API behind it, approvals, and a live signal.</summary>
public static class ConsoleEndpoints
{
    /// <summary>Adds the console to a web application.</summary>
    /// <param name="app">The application whose port the console is served on.</param>
    /// <param name="options">Settings.</param>
    /// <param name="search">Where records are found.</param>
    /// <param name="approvals">Where held statements are decided; null when that is elsewhere, and the console then says so.</param>
    /// <param name="changes">Tells that something new can be found or decided.</param>
    public static void MapConsole(this WebApplication app, ConsoleOptions options, ISearch search, IApprovalDesk? approvals, ChangeSignal changes)
    {
        var access = Guard(app, options);
        PageFiles.Map(app);
        SearchApi.Map(app, search);
        ApprovalsApi.Map(app, approvals, options, access);
        LiveApi.Map(app, changes, options);
    }

    /// <summary>Adds the approvals alone, for a gateway whose records are searched elsewhere.</summary>
    /// <param name="app">The application whose port they are served on.</param>
    /// <param name="options">Settings.</param>
    /// <param name="approvals">Where held statements are decided.</param>
    public static void MapApprovals(this WebApplication app, ConsoleOptions options, IApprovalDesk approvals)
    {
        ApprovalsApi.Map(app, approvals, options, Guard(app, options));
        app.MapFallback((HttpContext context) => JsonError.WriteAsync(
            context, StatusCodes.Status404NotFound, "This gateway decides approvals here and nothing else; its records are found on the console of the index."));
    }

    private static ConsoleAccess Guard(WebApplication app, ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(options);
        var access = new ConsoleAccess(options);
        app.Use((context, next) => GuardAsync(context, next, access));
        return access;
    }

    private static Task GuardAsync(HttpContext context, RequestDelegate next, ConsoleAccess access)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        if (!access.HostIsOurs(context.Request))
        {
            return JsonError.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "This console answers to its own address only; open it as http://127.0.0.1 or http://localhost.");
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && !access.MayRead(context.Request))
        {
            return JsonError.WriteAsync(context, StatusCodes.Status401Unauthorized, "Reading here needs the token: send it as Authorization: Bearer.");
        }

        return next(context);
    }
}
