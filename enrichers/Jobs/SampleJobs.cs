namespace Snowtrail.Enrichers.Jobs;

/// <summary>The jobs file that goes with the sample policy and the sample database.</summary>
public static class SampleJobs
{
    /// <summary>The file's text.</summary>
    public static string Yaml { get; } = EmbeddedText.Read("sample-jobs.yaml");
}
