using Snowtrail.Enrichers.Jobs;
using Snowtrail.Enrichers.Tests.Support;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Jobs;

public class JobTests
{
    private static readonly JobCatalog Sample = JobCatalog.Parse(SampleJobs.Yaml).Catalog;

    [Fact]
    public void Parse_Sample_ThreeJobsNoFaults()
    {
        var (catalog, faults) = JobCatalog.Parse(SampleJobs.Yaml);

        Assert.Empty(faults);
        Assert.Equal(["nightly-report", "schema-change", "finance-close"], catalog.Jobs.Select(job => job.Name));
        Assert.NotNull(catalog.Find("finance-close")!.Owner);
        Assert.Null(catalog.Find("Finance-Close"));
    }

    [Fact]
    public void Parse_ManyFaults_AllWithLines_EmptyCatalog()
    {
        var (catalog, faults) = JobCatalog.Parse("jobs:\n  - owner: x\n  - name: a\n    colour: red\n  - name: a\n  - name: b\n    tags: c\nother: 1\n");

        Assert.Empty(catalog.Jobs);
        Assert.Equal([2, 4, 5, 7, 8], faults.Select(fault => fault.Line).Order());
    }

    [Theory]
    [InlineData("jobs: [")]
    [InlineData("just text")]
    [InlineData("jobs: 5")]
    [InlineData("jobs: [5]")]
    public void Parse_NotAJobsFile_Fault(string yaml) => Assert.NotEmpty(JobCatalog.Parse(yaml).Faults);

    [Fact]
    public void Parse_Empty_NoJobsNoFaults() => Assert.Equal((0, 0), (JobCatalog.Parse("").Catalog.Jobs.Count, JobCatalog.Parse("").Faults.Count));

    [Theory]
    [InlineData("SHOP.PUBLIC.ORDERS", "shop.public.orders", true)]
    [InlineData("SHOP.*.ORDERS", "SHOP.A.B.ORDERS", true)]
    [InlineData("SHOP.PUBLIC.ORD*", "SHOP.PUBLIC.ORDER_TOTALS", true)]
    [InlineData("*", "X", true)]
    [InlineData("SHOP.PUBLIC.ORDERS", "SHOP.PUBLIC.ORDERS2", false)]
    [InlineData("SHOP.*S", "SHOP.PUBLIC.CARD", false)]
    public void Pattern_Match(string pattern, string name, bool matches) => Assert.Equal(matches, new NamePatterns([pattern]).Match(name));

    [Theory]
    [InlineData("query_tag", "finance-close")]
    [InlineData("query_tag", "{\"job\":\"finance-close\"}")]
    [InlineData("sql_comment", "{\"app\":\"x\",\"job_name\":\"finance-close\"}")]
    [InlineData("sql_comment.job", "finance-close")]
    public void Resolve_ClaimAgainstKey_KeyStaysAndMismatchIsListed(string key, string value)
    {
        var job = Resolve(Script.Configured("nightly-report"), new() { [key] = value })!;

        Assert.Equal(("nightly-report", Trust.Configured, "agent_key", true), (job.Name, job.Trust, job.Source, job.Known));
        Assert.Equal([$"{key}: finance-close"], job.Mismatch);
    }

    [Fact]
    public void Resolve_ClaimAlone_IsClaimed()
    {
        var job = Resolve(null, new() { ["query_tag"] = "finance-close" })!;

        Assert.Equal(("finance-close", Trust.Claimed, "query_tag"), (job.Name, job.Trust, job.Source));
        Assert.Empty(job.Mismatch);
    }

    [Fact]
    public void Resolve_ClaimsContradictEachOther_Listed() =>
        Assert.Single(Resolve(null, new() { ["query_tag"] = "finance-close", ["sql_comment"] = "{\"job\":\"nightly-report\"}" })!.Mismatch);

    [Theory]
    [InlineData("query_tag", "finance-close")]
    [InlineData("query_tag", "some free text")]
    [InlineData("query_tag", "{not json")]
    [InlineData("query_tag", "{\"job\":7}")]
    [InlineData("query_tag", "[[[[[[[[1]]]]]]]]")]
    [InlineData("application", "{\"job\":\"nightly-report\"}")]
    [InlineData("query_tag", "")]
    public void Resolve_SameOrNoJobNamed_NoMismatch(string key, string value) =>
        Assert.Empty(Resolve(Script.Configured("finance-close"), new() { [key] = value })!.Mismatch);

    [Fact]
    public void Resolve_Nothing_Null() => Assert.Null(Resolve(null, []));

    [Fact]
    public void Enriched_Mismatch_ContributesToTheRisk()
    {
        var script = new Script();
        script.Run(Statements.SmallLook with { Job = Script.Configured("nightly-report"), Claims = new() { ["query_tag"] = "finance-close" } });

        var statement = script.Enriched(new() { Jobs = Sample }).Statements()[0];

        Assert.Contains(statement.Risk.Inputs, input => input.Rule == "AGT-03");
    }

    [Fact]
    public void Enriched_OutsideDeclaredDatasets_ContributesToTheRisk()
    {
        var script = new Script();
        script.Run(Statements.SmallLook with { Job = Script.Configured("nightly-report"), Reads = ["SHOP.PUBLIC.CARDS"] });

        Assert.Contains(script.Enriched(new() { Jobs = Sample }).Statements()[0].Risk.Inputs, input => input.Rule == "AGT-01");
    }

    private static JobMetadata? Resolve(Job? job, Dictionary<string, string> claims) =>
        new JobResolver(Sample).Resolve(Script.Requested("st", Statements.SmallLook with { Job = job, Claims = claims }));
}
