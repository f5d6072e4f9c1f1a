namespace Snowtrail.Enrichers.Tests.Detections;

public class DetectionsPageTests
{
    [Fact]
    public void Page_IsInStepWithRulesAndExamples()
    {
        if (Environment.GetEnvironmentVariable("SNOWTRAIL_WRITE_DOCS") == "1")
            File.WriteAllText(DetectionsPage.Path, DetectionsPage.Render());

        Assert.Equal(DetectionsPage.Render(), File.ReadAllText(DetectionsPage.Path));
    }
}
