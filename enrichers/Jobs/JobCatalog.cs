using System.Collections.Frozen;

namespace Snowtrail.Enrichers.Jobs;

/// <summary>The jobs that are declared in a jobs file.</summary>
public sealed class JobCatalog
{
    private readonly FrozenDictionary<string, JobDefinition> _byName;

    internal JobCatalog(IReadOnlyList<JobDefinition> jobs)
    {
        Jobs = jobs;
        _byName = jobs.ToFrozenDictionary(job => job.Name, StringComparer.Ordinal);
    }

    /// <summary>No jobs.</summary>
    public static JobCatalog Empty { get; } = new([]);

    /// <summary>The jobs in the order of the file.</summary>
    public IReadOnlyList<JobDefinition> Jobs { get; }

    /// <summary>The job of that name, or null.</summary>
    public JobDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a jobs file. With any fault the catalog is <see cref="Empty"/> and every fault found is listed.</summary>
    public static (JobCatalog Catalog, IReadOnlyList<JobFault> Faults) Parse(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var (jobs, faults) = new JobFileReader().Read(yaml);
        return faults.Count == 0 ? (new JobCatalog(jobs), faults) : (Empty, faults);
    }
}
