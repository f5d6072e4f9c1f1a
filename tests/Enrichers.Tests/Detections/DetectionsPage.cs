using System.Globalization;
using System.Text;
using Snowtrail.Enrichers.Detections;
using Snowtrail.Enrichers.Tests.Support;

namespace Snowtrail.Enrichers.Tests.Detections;

/// <summary>Writes docs/detections.md from the rules and their examples.</summary>
internal static class DetectionsPage
{
    public static string Path { get; } = System.IO.Path.Combine(RepositoryRoot.Path, "docs", "detections.md");

    public static string Render()
    {
        var page = new StringBuilder(Intro);
        foreach (var rule in RuleCatalog.Default.Rules.Where(rule => rule.Kind == RuleKind.Detection))
            Detection(page, rule);
        page.Append("## Risk factors\n\n| id | name | weight | fires when |\n|---|---|---|---|\n");
        foreach (var rule in RuleCatalog.Default.Rules.Where(rule => rule.Kind == RuleKind.Factor))
            page.Append(CultureInfo.InvariantCulture, $"| {rule.Id} | {rule.Name} | {rule.Weight} | {rule.Fires} |\n");
        return page.Append(Outro).ToString();
    }

    private static void Detection(StringBuilder page, Rule rule)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {rule.Id} {rule.Name}\n\n{rule.Fires}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Version {rule.Version}, weight {rule.Weight}");
        page.Append(rule.Shadow ? ", in shadow" : "").Append(rule.Enabled ? ".\n" : ", disabled.\n");
        page.Append(CultureInfo.InvariantCulture, $"ATT&CK: {string.Join("; ", rule.Techniques.Select(one => $"{one.Id} {one.Name} ({one.TacticName})"))}.\n");
        page.Append(CultureInfo.InvariantCulture, $"Ordinary causes: {rule.Causes}.\nWhat to do: {rule.Action}\n\n");
        page.Append("| parameter | value |\n|---|---|\n");
        foreach (var (name, value) in rule.Parameters)
            page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {value} |\n");
        page.Append('\n');
        foreach (var example in ExampleFile.All.Single(file => file.Rule == rule.Id).Examples)
            Example(page, rule, example);
    }

    private static void Example(StringBuilder page, Rule rule, Example example)
    {
        page.Append(CultureInfo.InvariantCulture, $"**{(example.Expect.Contains(rule.Id) ? "Fires" : "Silent")}:** {example.Name}");
        page.Append(example.Says is null ? "" : $" (the alert says `{example.Says}`)").Append("\n\n```sql\n");
        foreach (var statement in example.Statements)
            page.Append(CultureInfo.InvariantCulture, $"{statement.Sql};{Remark(statement)}\n");
        page.Append("```\n\n");
    }

    private static string Remark(ExampleStatement statement)
    {
        var remarks = new List<string>();
        if (statement.Times > 1)
            remarks.Add($"{statement.Times} times");
        if (statement.HoursLater > 0)
            remarks.Add($"{statement.HoursLater.ToString(CultureInfo.InvariantCulture)} hours later");
        if (statement.Agent != "insights-agent")
            remarks.Add($"by {statement.Agent}");
        if (statement.Job is not null)
            remarks.Add($"in job {statement.Job}");
        if (statement.Session != "s1")
            remarks.Add($"session {statement.Session}");
        if (statement.DescribeOnly)
            remarks.Add("describe only");
        if (statement.Refused is not null)
            remarks.Add($"refused by {statement.Refused}");
        if (statement.Approval is not null)
            remarks.Add($"held, {statement.Approval.ToLowerInvariant()}");
        if (statement.Rows > 0)
            remarks.Add($"{statement.Rows.ToString(CultureInfo.InvariantCulture)} rows");
        return remarks.Count == 0 ? "" : $"  -- {string.Join(", ", remarks)}";
    }

    private const string Intro = """
        # Detections and risk

        Made from `enrichers/Detections/rules.yaml` and `enrichers/Detections/Examples/`; a test holds this page to them. After a change run the
        tests once with `SNOWTRAIL_WRITE_DOCS=1`.

        The enricher joins request, decisions and completion of each statement into one document, scores it, and raises alerts. It knows event
        time only: the same events give the same documents, however often the process is restarted, and repetitions make nothing.

        **An alert is a cause, not a row.** Its id is made of rule, agent, object and the UTC day on which it began, so a repetition is the same
        alert: it is told again when its score rises or its count doubles. Attempts count: a refused or held statement is a step like any other, and
        the alert says how each was decided. About a held statement it comes while a person can still decide, and again, under the same id, when the
        hold has ended; the document comes once, at the end. Severity is 21, 47, 73 or 99 for a score below 40, 70, 90 or above.

        **Personal data** is what the policy's set of tables named `pii` says. Without a policy, or without that set, no table is known to hold any:
        COL-11 and what risk factors say of personal data then stay silent.

        **The score of a statement** is `100 * (1 - product(1 - c / 100))` over its contributions `c = weight * confidence * asset * context`, each
        clipped to 100. Of one family (what stands before the hyphen of an id) the largest counts in full and the others by a quarter. Context is
        1.25 where nothing proves the job, else 1. At most the 20 largest contributions are kept; what is recorded gives the score to 0.01. Levels:
        unknown below 20, low below 40, moderate below 70, high below 90, critical.

        **History.** Novelty (AGT-07, NOV-01) counts once an agent has made 12 statements, volume (COL-03) once 12 results are known. A statement of
        score 50 or more, and a result that is unusual, teach nothing: else an attacker would teach the baseline.


        """;

    private const string Outro = """

        ## What this does not see

        - Steps of one chain by different agents are not joined: state is kept by agent, so that agents can be spread over processes.
        - Several statements in one request are judged together, by the riskiest class and the first verb.
        - A read that filters nothing (`where 1 = 1`) counts as whole only by the rows that come back; while it is held there are none.
        - Only the listed tables are personal data; a copy made outside the gateway is not followed.
        - A baseline that grew in a day keeps alerting until the agent's results are ordinary again: there is no way yet to acknowledge it.
        - Chunks are counted when the result announces them, whether or not the agent fetches them.
        - Tasks, pipes and procedures that run inside the warehouse do not pass the gateway.

        """;
}
