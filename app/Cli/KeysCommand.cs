using System.CommandLine;
using System.Text.Json;
using Snowtrail.App.Run;
using Snowtrail.Proxy.Identity;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail keys create | list | revoke</c>: agent keys of a data directory, with or without a gateway running on it.</summary>
internal static class KeysCommand
{
    internal static Command Create() => new("keys", "Make and revoke agent keys") { CreateCreate(), CreateList(), CreateRevoke() };

    private static Command CreateCreate()
    {
        var agent = new Option<string>("--agent") { Description = "Name of the agent; records and documents carry it", HelpName = "NAME", Required = true };
        var job = new Option<string?>("--job") { Description = "Job the agent works for, with trust `configured`", HelpName = "NAME" };
        var owner = new Option<string?>("--owner") { Description = "Team or person that answers for it", HelpName = "NAME" };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json("Print {\"agent\",\"job\",\"key\"}");
        var command = new Command("create", "Make a key; it is shown once and accepted from now on") { agent, job, owner, data, json };
        command.SetAction(parsed =>
        {
            var keys = Open(DataDirectory.Create(parsed.GetRequiredValue(data)));
            try
            {
                var made = keys.Create(parsed.GetRequiredValue(agent), parsed.GetValue(job), parsed.GetValue(owner));
                Console.Out.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { agent = made.Agent, job = made.Job, key = made.Key })
                    : $"{made.Key}\nUse it as the password of any driver. It is not shown again; revoke it with `snowtrail keys revoke {made.Id}`.");
                return 0;
            }
            catch (ArgumentException fault)
            {
                throw new CommandFailedException(fault.Message, fault);
            }
        });
        return command;
    }

    private static Command CreateList()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json("Print a JSON object a line");
        var command = new Command("list", "List the valid keys, oldest first; the keys themselves are not kept") { data, json };
        command.SetAction(parsed =>
        {
            foreach (var key in Open(DataDirectory.Existing(parsed.GetRequiredValue(data))).List())
            {
                Console.Out.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { id = key.KeyId, agent = key.Agent, job = key.Job, owner = key.Owner })
                    : $"{key.KeyId}  {key.Agent}{(key.Job is null ? "" : $", job {key.Job}")}{(key.Owner is null ? "" : $", owner {key.Owner}")}");
            }
        });
        return command;
    }

    private static Command CreateRevoke()
    {
        var id = new Argument<string>("ID") { Description = "The id that `snowtrail keys list` shows" };
        var data = CommonOptions.Data();
        var command = new Command("revoke", "Revoke a key; its sessions end at their next request") { id, data };
        command.SetAction(parsed => Open(DataDirectory.Existing(parsed.GetRequiredValue(data))).Revoke(parsed.GetRequiredValue(id))
            ? 0
            : throw new CommandFailedException($"there is no key {parsed.GetRequiredValue(id)}"));
        return command;
    }

    private static AgentKeys Open(DataDirectory data)
    {
        try
        {
            return AgentKeys.Open(data.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"cannot open the keys of {data.Path}: {failure.Message}", failure);
        }
    }
}
