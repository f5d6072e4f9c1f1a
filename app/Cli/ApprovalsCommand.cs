using System.CommandLine;
using System.Text.Json;
using Snowtrail.App.Run;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail approvals list | approve ID | deny ID</c>: decides held statements from a terminal.</summary>
internal static class ApprovalsCommand
{
    internal static Command Create() => new("approvals", "Decide statements that a policy holds")
    {
        CreateList(),
        CreateDecision("approve", "Let a held statement run"),
        CreateDecision("deny", "Refuse a held statement"),
    };

    private static Command CreateList()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json("Print a JSON object a line");
        var command = new Command("list", "List what waits, oldest first") { data, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var console = await ConsoleClient.OpenAsync(DataDirectory.Existing(parsed.GetRequiredValue(data)), cancellation);
            var waiting = (await console.GetAsync("/api/approvals", cancellation)).GetProperty("approvals");
            foreach (var approval in waiting.EnumerateArray())
            {
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? approval.GetRawText() : Describe(approval));
            }

            if (!parsed.GetValue(json) && waiting.GetArrayLength() == 0)
            {
                await Console.Out.WriteLineAsync("Nothing waits for approval.");
            }

            return 0;
        });
        return command;
    }

    private static Command CreateDecision(string verb, string description)
    {
        var id = new Argument<string>("ID") { Description = "The id that `snowtrail approvals list` shows" };
        var reason = new Option<string>("--reason") { Description = "Why; kept in the record", HelpName = "TEXT", Required = true };
        var data = CommonOptions.Data();
        var command = new Command(verb, description) { id, reason, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var console = await ConsoleClient.OpenAsync(DataDirectory.Existing(parsed.GetRequiredValue(data)), cancellation);
            var answer = await console.PostAsync(
                $"/api/approvals/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}/{verb}",
                new { reason = parsed.GetRequiredValue(reason) },
                cancellation);
            await Console.Out.WriteLineAsync($"{answer.GetProperty("id").GetString()} {answer.GetProperty("outcome").GetString()}");
            return 0;
        });
        return command;
    }

    private static string Describe(JsonElement approval)
    {
        string Text(string name) => approval.GetProperty(name).ToString();
        var job = approval.GetProperty("job").ValueKind == JsonValueKind.Null ? "without a job" : $"job {Text("job")} ({Text("job_trust")})";
        return $"{Text("id")}  {Text("agent")}, {job}, rule {Text("rule")}, expires {Text("expires_at")}\n    {Text("sql_text").ReplaceLineEndings(" ")}";
    }
}
