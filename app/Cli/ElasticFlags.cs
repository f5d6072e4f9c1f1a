using System.CommandLine;
using Snowtrail.Indexer.Elastic;

namespace Snowtrail.App.Cli;

/// <summary>Elasticsearch or OpenSearch, as options that every verb reads alike.</summary>
internal sealed class ElasticFlags
{
    private readonly Option<string> _nodes = new("--elasticsearch") { Description = "Nodes of Elasticsearch 8 or 9, or of OpenSearch 2", HelpName = "URL[,…]", Required = true };
    private readonly Option<FileInfo?> _apiKeyFile = new("--elasticsearch-api-key-file") { Description = "File with an API key, encoded as the server gave it", HelpName = "FILE" };
    private readonly Option<string?> _user = new("--elasticsearch-user") { Description = "User, when there is no API key", HelpName = "NAME" };
    private readonly Option<FileInfo?> _passwordFile = new("--elasticsearch-password-file") { Description = "File with that user's password; one newline at its end is not part of it", HelpName = "FILE" };
    private readonly Option<FileInfo?> _ca = new("--elasticsearch-ca-file") { Description = "PEM of the authorities that may sign the nodes' certificates; the system's when left out", HelpName = "FILE" };
    private readonly Option<bool> _allowPlain = new("--elasticsearch-allow-plain-secrets") { Description = "Allow a secret over http to another machine, on a trusted network only" };
    private readonly Option<string> _namespace = new("--index-namespace") { Description = "Last part of the data streams' names", HelpName = "NAME", DefaultValueFactory = _ => "default" };

    internal IEnumerable<Option> All => [_nodes, _apiKeyFile, _user, _passwordFile, _ca, _allowPlain, _namespace];

    /// <exception cref="CommandFailedException">Options that do not go together; all of them are named.</exception>
    internal ElasticOptions Read(ParseResult parsed)
    {
        var options = new ElasticOptions
        {
            Nodes = [.. parsed.GetRequiredValue(_nodes).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Node)],
            ApiKeyFile = parsed.GetValue(_apiKeyFile)?.FullName,
            User = parsed.GetValue(_user),
            PasswordFile = parsed.GetValue(_passwordFile)?.FullName,
            CaFile = parsed.GetValue(_ca)?.FullName,
            AllowPlainSecrets = parsed.GetValue(_allowPlain),
            Namespace = parsed.GetRequiredValue(_namespace),
        };
        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentException fault)
        {
            throw new CommandFailedException(fault.Message, fault);
        }
    }

    private static Uri Node(string text) => Uri.TryCreate(text, UriKind.Absolute, out var node)
        ? node
        : throw new CommandFailedException($"--elasticsearch takes http or https addresses, not '{text}'");
}
