using System.Text.Json;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Jobs;

/// <summary>
/// What is known of a statement's job. What is proved, what is configured and what is claimed stay apart: a claim never replaces a proof, and one
/// that contradicts it is listed.
/// </summary>
internal sealed class JobResolver(JobCatalog catalog)
{
    private const int CacheMax = 1024, JsonMax = 8192;
    private static readonly string[] JobKeys = ["job", "job_name", "automation_name"];

    // Tags repeat with every statement of a session; what is remembered here never changes what is answered
    private readonly Dictionary<string, string?> _named = new(StringComparer.Ordinal);

    public JobMetadata? Resolve(StatementRequested request)
    {
        var job = request.Job;
        List<string>? mismatch = null;
        (string Key, string Name)? claimed = null;
        foreach (var (key, value) in request.Claims)
        {
            if (Named(key, value) is not { } name)
                continue;
            if (job is null ? claimed is { } earlier && earlier.Name != name : job.Name != name)
                (mismatch ??= []).Add($"{key}: {name}");
            if (claimed is null || string.CompareOrdinal(key, claimed.Value.Key) < 0)
                claimed = (key, name);
        }

        mismatch?.Sort(StringComparer.Ordinal);
        if (job is not null)
            return Made(job.Name, job.Trust, job.Source, job.RunId, mismatch);
        return claimed is { } said ? Made(said.Name, Trust.Claimed, said.Key, null, mismatch) : null;
    }

    private JobMetadata Made(string name, Trust trust, string source, string? runId, List<string>? mismatch)
    {
        var known = catalog.Find(name);
        return new()
        {
            Name = name,
            Trust = trust,
            Source = source,
            RunId = runId,
            Known = known is not null,
            Owner = known?.Owner,
            Description = known?.Description,
            Schedule = known?.Schedule,
            Tags = known?.Tags ?? [],
            Mismatch = mismatch ?? (IReadOnlyList<string>)[],
        };
    }

    private string? Named(string key, string value)
    {
        if (value.Length is 0 or > JsonMax)
            return null;
        var last = key.AsSpan(key.LastIndexOf('.') + 1);
        foreach (var jobKey in JobKeys)
            if (last.Equals(jobKey, StringComparison.OrdinalIgnoreCase))
                return value;
        var free = key.Contains("tag", StringComparison.OrdinalIgnoreCase) || key.Contains("comment", StringComparison.OrdinalIgnoreCase);
        if (!free)
            return null;
        if (_named.TryGetValue(value, out var name))
            return name;
        if (_named.Count == CacheMax)
            _named.Clear();
        return _named[value] = catalog.Find(value) is not null ? value : InJson(value);
    }

    private static string? InJson(string value)
    {
        if (value[0] != '{')
            return null;
        try
        {
            using var json = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = 4 });
            foreach (var property in json.RootElement.EnumerateObject())
                if (property.Value.ValueKind == JsonValueKind.String && Array.Exists(JobKeys, key => property.NameEquals(key)))
                    return property.Value.GetString();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
