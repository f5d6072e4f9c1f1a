using System.CommandLine;
using Snowtrail.Proxy.Policy;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail policy check FILE</c> lists every fault of a policy; <c>policy sample</c> prints one to start from.</summary>
internal static class PolicyCommand
{
    internal static Command Create() => new("policy", "Check a policy file, or print the sample") { CreateCheck(), CreateSample() };

    private static Command CreateCheck()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The policy, YAML" };
        var command = new Command("check", "Say every fault of a policy file; exit code 1 when there is one") { file };
        command.SetAction(parsed =>
        {
            var policy = PolicyFile.Read(parsed.GetRequiredValue(file));
            Console.Out.WriteLine($"{parsed.GetRequiredValue(file).Name} is a policy; version {policy.Version}");
            return 0;
        });
        return command;
    }

    private static Command CreateSample()
    {
        var command = new Command("sample", "Print the sample policy: approval for PII tables, DDL from change management only, card numbers masked");
        command.SetAction(_ => Console.Out.Write(SamplePolicy.Yaml));
        return command;
    }
}
