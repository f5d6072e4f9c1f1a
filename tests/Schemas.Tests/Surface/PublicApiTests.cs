namespace Snowtrail.Schemas.Tests.Surface;

/// <summary>What other projects can see of <c>Snowtrail.Schemas</c> changes only where a reviewer sees it.</summary>
public class PublicApiTests
{
    [Fact]
    public void Surface_IsAsApproved()
    {
        var file = Path.Combine(SourceTree.Tests, "PublicApi.approved.txt");
        var actual = PublicSurface.Of(typeof(AuditEvent).Assembly);
        if (SourceTree.Approves)
        {
            File.WriteAllText(file, actual);
        }

        var approved = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
        var found = actual.Split('\n');
        var difference = approved.Except(found).Select(line => "- " + line.Trim())
            .Concat(found.Except(approved).Select(line => "+ " + line.Trim()))
            .ToList();
        Assert.True(
            approved.SequenceEqual(found),
            $"The public surface changed:\n{string.Join('\n', difference)}\nIf it is meant: {SourceTree.ApproveVariable}=1 dotnet test, and commit PublicApi.approved.txt.");
    }
}
