using System.Text.Json;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Statements;

/// <summary>What a client says about itself: recorded, and worth nothing more.</summary>
internal static class Claims
{
    private const int CountMax = 32, LengthMax = 256;
    private static readonly string[] JobNames = ["job", "job_name", "pipeline", "dag_id", "node_id"], RunNames = ["run_id", "invocation_id", "job_run_id"];

    /// <summary>Claims of one statement: the session's, the tag's and the comment's.</summary>
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> session, string? queryTag, SqlClaims comment)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        if (queryTag is not null)
            Add(claims, "query_tag", queryTag);
        foreach (var (name, value) in comment.Values)
            Add(claims, "comment." + name, value);
        foreach (var (name, value) in session)
            Add(claims, name, value);
        return claims;
    }

    public static void Add(Dictionary<string, string> claims, string name, string value)
    {
        if (claims.Count < CountMax)
            claims.TryAdd(Cut(name), Cut(SqlRedactor.Redact(value)));
    }

    /// <summary>The job that a comment claims; null when it claims none.</summary>
    public static Job? JobOfComment(SqlClaims comment) =>
        First(comment.Values, JobNames) is { } name ? Claimed(name, "sql_comment", First(comment.Values, RunNames)) : null;

    /// <summary>The job that a query tag claims, when it is a JSON object that names one; null otherwise.</summary>
    public static Job? JobOfTag(string? queryTag)
    {
        if (queryTag is null || !queryTag.AsSpan().TrimStart().StartsWith("{"))
            return null;
        try
        {
            using var document = JsonDocument.Parse(queryTag);
            var name = JobNames.Select(one => document.RootElement.Text(one)).FirstOrDefault(one => !string.IsNullOrWhiteSpace(one));
            return name is null ? null : Claimed(name, "query_tag", RunNames.Select(one => document.RootElement.Text(one)).FirstOrDefault(one => one is not null));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Job Claimed(string name, string source, string? run) =>
        new() { Name = Cut(name), Trust = Trust.Claimed, Source = source, RunId = run is null ? null : Cut(run) };

    private static string? First(IReadOnlyDictionary<string, string> values, string[] names) =>
        names.Select(name => values.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    private static string Cut(string text) => text.Length <= LengthMax ? text : text[..LengthMax];
}
