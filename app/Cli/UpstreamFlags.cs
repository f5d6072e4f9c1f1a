using System.CommandLine;
using Snowtrail.App.Run;
using Snowtrail.Proxy;

namespace Snowtrail.App.Cli;

/// <summary>The warehouse behind a gateway, as options.</summary>
internal sealed class UpstreamFlags
{
    private readonly Option<Uri?> _url = new("--upstream") { HelpName = "URL", CustomParser = result => CommonOptions.ParseUrl(result, "--upstream") };
    private readonly Option<string?> _user = new("--upstream-user") { Description = "The gateway's own user there", HelpName = "NAME" };
    private readonly Option<FileInfo?> _passwordFile = new("--upstream-password-file") { Description = "File that holds that user's password; one newline at its end is not part of it", HelpName = "FILE" };

    internal UpstreamFlags(string description, bool required = false) => (_url.Description, _url.Required) = (description, required);

    internal IEnumerable<Option> All => [_url, _user, _passwordFile];

    /// <summary>Null when none is named.</summary>
    internal UpstreamSettings? Read(ParseResult parsed)
    {
        var (url, user, file) = (parsed.GetValue(_url), parsed.GetValue(_user), parsed.GetValue(_passwordFile));
        if (url is null)
        {
            return user is null && file is null ? null : throw new CommandFailedException("--upstream-user and --upstream-password-file go with --upstream");
        }

        return user is null || file is null
            ? throw new CommandFailedException("--upstream needs --upstream-user and --upstream-password-file: the gateway logs in with a credential of its own")
            : new UpstreamSettings(url, user, ReadPassword(file));
    }

    private static Secret ReadPassword(FileInfo file)
    {
        var password = InputFile.Read(file, "password file", Secret.FromFile);
        return password.Reveal().Length > 0 ? password : throw new CommandFailedException($"{file.FullName} is empty: it holds the password of --upstream-user");
    }
}
