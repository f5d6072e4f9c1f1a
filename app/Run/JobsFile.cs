using Snowtrail.App.Cli;
using Snowtrail.Enrichers.Jobs;

namespace Snowtrail.App.Run;

/// <summary>The jobs file: the one that was named, the sample with the built-in sandbox, else none.</summary>
internal static class JobsFile
{
    internal static JobCatalog Read(RunSettings settings)
    {
        if (settings.Jobs is null)
        {
            return settings.Upstream is null ? Parse(SampleJobs.Yaml, "the sample jobs") : JobCatalog.Empty;
        }

        try
        {
            return Parse(File.ReadAllText(settings.Jobs.FullName), settings.Jobs.Name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"cannot read the jobs file {settings.Jobs.FullName}: {failure.Message}", failure);
        }
    }

    private static JobCatalog Parse(string yaml, string name)
    {
        var (catalog, faults) = JobCatalog.Parse(yaml);
        return faults.Count == 0 ? catalog : throw new CommandFailedException($"{name} is not a jobs file:\n  {string.Join("\n  ", faults)}");
    }
}
