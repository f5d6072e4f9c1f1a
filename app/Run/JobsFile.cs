using Snowtrail.App.Cli;
using Snowtrail.Enrichers.Jobs;

namespace Snowtrail.App.Run;

/// <summary>The jobs file: the one that was named, the sample with the built-in sandbox, else none.</summary>
internal static class JobsFile
{
    internal static JobCatalog Read(RunSettings settings) => settings switch
    {
        { Jobs: { } file } => Read(file),
        { Upstream: null } => Parse(SampleJobs.Yaml, "the sample jobs"),
        _ => JobCatalog.Empty,
    };

    /// <summary>Of a file; empty when none is named.</summary>
    internal static JobCatalog Read(FileInfo? file) => file is null ? JobCatalog.Empty : Parse(InputFile.Read(file, "jobs file", File.ReadAllText), file.Name);

    private static JobCatalog Parse(string yaml, string name)
    {
        var (catalog, faults) = JobCatalog.Parse(yaml);
        return faults.Count == 0 ? catalog : throw new CommandFailedException($"{name} is not a jobs file:\n  {string.Join("\n  ", faults)}");
    }
}
