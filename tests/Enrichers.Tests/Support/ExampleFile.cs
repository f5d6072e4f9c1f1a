using Snowtrail.Enrichers.Jobs;
using Snowtrail.Schemas;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Snowtrail.Enrichers.Tests.Support;

/// <summary>The positive and negative examples of a rule.</summary>
public sealed class ExampleFile
{
    public string Rule { get; set; } = "";
    public List<Example> Examples { get; set; } = [];

    /// <summary>The jobs that examples speak of.</summary>
    internal static JobCatalog Jobs { get; } = JobCatalog.Parse(
        SampleJobs.Yaml + """
          - name: crm-sync
            datasets:
              read: ["SHOP.PUBLIC.CUST*"]
        """).Catalog;

    internal static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "enrichers", "Detections", "Examples");

    internal static IReadOnlyList<ExampleFile> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(Read)];

    private static ExampleFile Read(string path)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        var file = yaml.Deserialize<ExampleFile>(File.ReadAllText(path));
        Assert.Equal(Path.GetFileNameWithoutExtension(path), file.Rule);
        return file;
    }
}

public sealed class Example
{
    public string Name { get; set; } = "";
    public List<string> Expect { get; set; } = [];
    public string? Says { get; set; }
    public double? Score { get; set; }
    public List<ExampleStatement> Statements { get; set; } = [];

    internal Script Script()
    {
        var script = new Script();
        foreach (var statement in Statements)
        {
            script.Now += TimeSpan.FromHours(statement.HoursLater);
            for (var time = 0; time < statement.Times; time++)
                script.Run(statement.Attempt());
        }

        return script;
    }
}

public sealed class ExampleStatement
{
    public string Sql { get; set; } = "";
    public string Class { get; set; } = "QUERY";
    public string Verb { get; set; } = "SELECT";
    public List<string> Reads { get; set; } = [];
    public List<string> Writes { get; set; } = [];
    public List<string> Stages { get; set; } = [];
    public List<string> Urls { get; set; } = [];
    public List<string> Columns { get; set; } = [];
    public List<string> Flags { get; set; } = [];
    public string Agent { get; set; } = "insights-agent";
    public string Session { get; set; } = "s1";
    public string? Job { get; set; }
    public string? Refused { get; set; }
    public string? Held { get; set; }
    public string? Approval { get; set; }
    public string? Outcome { get; set; }
    public string? Code { get; set; }
    public long Rows { get; set; }
    public long Bytes { get; set; }
    public bool DescribeOnly { get; set; }
    public int Times { get; set; } = 1;
    public double HoursLater { get; set; }

    internal Attempt Attempt() => new()
    {
        Sql = Sql,
        Class = Enum.Parse<StatementClass>(Class.Replace("_", ""), ignoreCase: true),
        Verb = Verb,
        Reads = [.. Reads],
        Writes = [.. Writes],
        Stages = [.. Stages],
        Urls = [.. Urls],
        Columns = [.. Columns],
        Flags = [.. Flags],
        Agent = Agent,
        Session = Session,
        Job = Job is null ? null : Script.Configured(Job),
        Decision = Refused is not null ? DecisionAction.Deny : Held is not null ? DecisionAction.RequireApproval : DecisionAction.Allow,
        Rule = Refused ?? Held,
        Approval = Approval is null ? null : Enum.Parse<ApprovalOutcome>(Approval, ignoreCase: true),
        Outcome = Outcome is not null ? Enum.Parse<StatementOutcome>(Outcome, ignoreCase: true) : Refused is null ? StatementOutcome.Success : StatementOutcome.Refused,
        Code = Code ?? (Refused is null ? null : "003001"),
        Rows = Rows,
        Bytes = Bytes,
        DescribeOnly = DescribeOnly,
    };
}
