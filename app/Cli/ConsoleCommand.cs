using System.CommandLine;
using System.Net;
using Snowtrail.App.Roles;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail console</c>: page and search as a process of its own.</summary>
internal static class ConsoleCommand
{
    private const int TokenLengthMin = 32;
    private static readonly Option<IPEndPoint> Listen = CommonOptions.Listen("--listen", "127.0.0.1:8086", "Where the page and its API are");
    private static readonly Option<FileInfo?> TokenFile = new("--token-file") { Description = $"File with the token that readers must send, at least {TokenLengthMin} characters; needed on any address but a loopback one", HelpName = "FILE" };
    private static readonly ElasticFlags Elastic = new();
    private static readonly RoleFlags Role = new();

    internal static Command Create()
    {
        var command = new Command("console", "Run the console over Elasticsearch: page, search API; approvals are decided where their gateway runs") { Listen, TokenFile };
        command.AddAll(Elastic.All).AddAll(Role.All);
        command.SetAction((parsed, cancellation) =>
        {
            var (listen, elastic) = (parsed.GetRequiredValue(Listen), Elastic.Read(parsed));
            var token = ReadToken(listen, parsed.GetValue(TokenFile));
            return Role.RunAsync(
                parsed,
                async host => $"The console is on {(await ConsoleRole.StartAsync(host, listen, token, elastic, cancellation)).GetLeftPart(UriPartial.Authority)}.",
                cancellation);
        });
        return command;
    }

    private static string? ReadToken(IPEndPoint listen, FileInfo? file)
    {
        if (file is null)
        {
            return IPAddress.IsLoopback(listen.Address)
                ? null
                : throw new CommandFailedException($"{listen} is not a loopback address: name a token that readers must send, with --token-file");
        }

        var token = InputFile.Read(file, "token file", File.ReadAllText).Trim();
        return token.Length >= TokenLengthMin ? token : throw new CommandFailedException($"the token in {file.FullName} has fewer than {TokenLengthMin} characters");
    }
}
