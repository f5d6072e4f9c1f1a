using Snowtrail.Schemas.Codegen.Emit;
using Snowtrail.Schemas.Codegen.Parsing;
using Snowtrail.Schemas.Tests.Records;

namespace Snowtrail.Schemas.Tests.Codegen;

public sealed class SourceEmitterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("snowtrail-codegen-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Emit_FilesInAnyOrder_IsTheSameSource()
    {
        var sources = SchemaFiles.All.Select(file => new SchemaSource(file.File, File.ReadAllText(file.File))).ToList();
        var one = SourceEmitter.Emit(SchemaSet.Load(sources), "N");
        sources.Reverse();
        var other = SourceEmitter.Emit(SchemaSet.Load(sources), "N");
        Assert.Equal(one, other);
    }

    [Fact]
    public void Write_Again_KeepsWhatIsRightAndRemovesWhatIsGone()
    {
        SourceDirectory.Write(_directory, new Dictionary<string, string> { ["A.g.cs"] = "a", ["B.g.cs"] = "b", ["C.g.cs"] = "c" });
        var early = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var file in Directory.EnumerateFiles(_directory))
        {
            File.SetLastWriteTimeUtc(file, early);
        }

        SourceDirectory.Write(_directory, new Dictionary<string, string> { ["A.g.cs"] = "a", ["B.g.cs"] = "bb" });

        Assert.Equal(["A.g.cs", "B.g.cs"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName).Order());
        Assert.Equal(early, File.GetLastWriteTimeUtc(Path.Combine(_directory, "A.g.cs")));
        Assert.Equal("bb", File.ReadAllText(Path.Combine(_directory, "B.g.cs")));
    }
}
