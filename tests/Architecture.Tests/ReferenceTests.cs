using System.Xml.Linq;

namespace Snowtrail.Architecture.Tests;

/// <summary>Data flows one way and references the other: every project file is held to the table of docs/architecture.md.</summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["schemas"] = [],
        ["ledger"] = ["schemas"],
        ["proxy"] = ["schemas", "ledger"],
        ["enrichers"] = ["schemas"],
        ["indexer"] = ["schemas"],
        ["kafka"] = ["schemas"],
        ["console"] = ["schemas", "indexer"],
        ["sandbox"] = [],
        ["app"] = ["schemas", "ledger", "proxy", "enrichers", "indexer", "kafka", "console", "sandbox"],
    };

    // What a room must not know: the client of the bus only in kafka/, the search engine only in indexer/, the stand-in's database only in sandbox/.
    private static readonly Dictionary<string, string[]> PackageHomes = new()
    {
        ["Confluent."] = ["kafka"],
        ["Lucene."] = ["indexer"],
        ["Elastic."] = ["indexer"],
        ["DuckDB."] = ["sandbox"],
        ["System.CommandLine"] = ["app"],
    };

    public static TheoryData<string> Projects() =>
        [.. Directory.EnumerateDirectories(RepositoryRoot.Path)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))
            .Where(file => !file.StartsWith("bench", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_FollowTheTable(string project)
    {
        var room = Path.GetDirectoryName(project)!;
        Assert.True(Allowed.ContainsKey(room), $"{room}/ is a new top-level folder: it must earn its place in docs/architecture.md and in this table.");

        var faults = References(project, "ProjectReference")
            .Select(path => Path.GetRelativePath(RepositoryRoot.Path, Path.GetFullPath(Path.Combine(RepositoryRoot.Path, room, path))).Split('/', '\\')[0])
            .Where(other => other != room && !Allowed[room].Contains(other))
            .Select(other => $"{room} must not refer to {other}");
        Assert.Empty(faults);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_Packages_StayInTheirRoom(string project)
    {
        var room = Path.GetDirectoryName(project)!;
        var faults =
            from package in References(project, "PackageReference")
            from home in PackageHomes
            where package.StartsWith(home.Key, StringComparison.Ordinal) && !home.Value.Contains(room)
            select $"{package} belongs to {string.Join(", ", home.Value)}, not to {room}";
        Assert.Empty(faults);
    }

    [Fact]
    public void Solution_Projects_AreAllThere()
    {
        var solution = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "Streaming.sln"));
        var missing = Directory.EnumerateFiles(RepositoryRoot.Path, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))
            .Where(file => !file.StartsWith("artifacts", StringComparison.Ordinal) && !solution.Contains(file.Replace('/', '\\'), StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(RepositoryRoot.Path, project)).Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value);
}
