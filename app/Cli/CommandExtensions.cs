using System.CommandLine;

namespace Snowtrail.App.Cli;

/// <summary>Gives a verb the options that several verbs share.</summary>
internal static class CommandExtensions
{
    internal static Command AddAll(this Command command, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        return command;
    }
}
