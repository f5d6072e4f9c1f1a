using System.Globalization;
using Snowtrail.Enrichers.Jobs;
using Snowtrail.Enrichers.State;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>A whole table of personal data is read, or asked for, where that is not the habit.</summary>
internal sealed class WholePiiRead(Rule rule, JobCatalog jobs)
{
    private readonly int _columnsMin = (int)rule.Parameter("columns_min");
    private readonly long _rowsMin = (long)rule.Parameter("rows_min");
    private readonly int _learnDays = (int)rule.Parameter("learn_days");
    private readonly double _asset = rule.Parameter("asset");

    public void Apply(StatementFacts facts, RecencyMap<string, TableHabit> habits, AlertBook alerts, List<Finding> findings)
    {
        if (facts.PiiReads is null || facts.Class is not (StatementClass.Query or StatementClass.Unload or StatementClass.Call or StatementClass.Unknown))
            return;
        foreach (var table in facts.PiiReads)
        {
            if (!Whole(facts, table) || Declared(facts, table))
                continue;
            var key = facts.JobProved ? $"{facts.Job!.Name}\n{table}" : $"\n{table}";
            if (!habits.TryUse(key, out var habit))
                habits.Set(key, habit = new TableHabit());
            if ((!habit.Approved && habit.Days < _learnDays) || alerts.Waits(Id(facts, table), facts.Id))
                findings.Add(Made(facts, table, habit));
            Learn(facts, habit);
        }
    }

    private string Id(StatementFacts facts, string table) => AlertId.Of(rule.Id, facts.Statement.Request.Agent.Subject, table, Day(facts.Time));

    private bool Whole(StatementFacts facts, string table) =>
        (facts.ReadsWhole && (facts.Has(Effects.SelectStar) || facts.Class == StatementClass.Unload || Columns(facts, table) >= _columnsMin))
        || (!facts.Has(Effects.Aggregates) && facts.Statement.Completion?.Rows >= _rowsMin);

    private static int Columns(StatementFacts facts, string table)
    {
        var count = 0;
        foreach (var column in facts.Analysis.Columns)
            if (column.Length > table.Length && column[table.Length] == '.' && column.StartsWith(table, StringComparison.OrdinalIgnoreCase))
                count++;
        return count;
    }

    private bool Declared(StatementFacts facts, string table) => facts.JobProved && jobs.Find(facts.Job!.Name)?.ReadPatterns.Match(table) == true;

    // An attempt teaches nothing: only what was let through, and then on several days, or by a person
    private static void Learn(StatementFacts facts, TableHabit habit)
    {
        if (!facts.Succeeded)
            return;
        habit.Approved |= facts.Statement.Approvals.Count > 0 && facts.Statement.Approvals[^1].Outcome == ApprovalOutcome.Approved;
        var day = Day(facts.Time);
        if (day <= habit.LastDay)
            return;
        habit.LastDay = day;
        habit.Days++;
    }

    private Finding Made(StatementFacts facts, string table, TableHabit habit)
    {
        var request = facts.Statement.Request;
        var who = facts.JobProved ? $"{request.Agent.Subject} in job {facts.Job!.Name}" : request.Agent.Subject;
        return new()
        {
            Rule = rule,
            Object = table,
            WindowStart = Day(facts.Time),
            Weight = rule.Weight,
            Asset = _asset,
            Summary = $"{who} {(facts.Succeeded ? "read" : "asked for")} all of {table}, which it never did before ({facts.Decision})",
            Evidence = [facts.Step($"{(facts.Succeeded ? "read" : "asked for")} all of {table}")],
            Objects = [table],
            Observed = new Dictionary<string, string>
            {
                ["table"] = table,
                ["rows"] = (facts.Statement.Completion?.Rows ?? 0).ToString(CultureInfo.InvariantCulture),
                ["days_read_before"] = habit.Days.ToString(CultureInfo.InvariantCulture),
                ["threshold"] = $"{_learnDays.ToString(CultureInfo.InvariantCulture)} days, or an approval",
                ["job_trust"] = (facts.Job?.Trust ?? Trust.None).ToString().ToUpperInvariant(),
            },
        };
    }

    private static DateTimeOffset Day(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);
}
