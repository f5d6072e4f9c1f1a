using System.CommandLine;
using Snowtrail.App.Run;
using Snowtrail.Proxy.Recording;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail replay SESSION</c>: a session's statements and answers as delivered, with their timing.</summary>
internal static class ReplayCommand
{
    internal static Command Create()
    {
        var session = new Argument<string>("SESSION") { Description = "Session id, field snowflake.session.id of any of its records" };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json("Print a JSON object an entry");
        var command = new Command("replay", "Print what a session asked and what it was answered") { session, data, json };
        command.SetAction(parsed =>
        {
            var directory = DataDirectory.Existing(parsed.GetRequiredValue(data));
            try
            {
                ReplayPrinter.Print(Console.Out, RecordingReader.Read(directory.Recordings, parsed.GetRequiredValue(session)), parsed.GetValue(json));
                return 0;
            }
            catch (Exception failure) when (failure is IOException or ArgumentException or RecordingCorruptException)
            {
                throw new CommandFailedException($"cannot replay {parsed.GetRequiredValue(session)}: {failure.Message}", failure);
            }
        });
        return command;
    }
}
