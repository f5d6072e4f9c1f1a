using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;

namespace Snowtrail.App.Cli;

/// <summary>Options that several verbs share, so that they read and fail alike.</summary>
internal static class CommonOptions
{
    internal const string DataDefault = "./snowtrail-data";

    internal static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "Directory that holds everything: ledger, recordings, index, keys",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(DataDefault),
    };

    internal static Option<FileInfo?> Config() => new("--config")
    {
        Description = "JSON file with the same settings by name, such as {\"listen\": \"0.0.0.0:8085\"}; flags win over SNOWTRAIL__LISTEN and its like, those over the file",
        HelpName = "FILE",
    };

    internal static Option<bool> Json(string description) => new("--json") { Description = description };

    internal static Option<IPEndPoint> Listen(string name, string @default, string description) => new(name)
    {
        Description = description,
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => ParseEndPoint(@default)!,
        CustomParser = result => ParseListen(result, name),
    };

    internal static Uri? ParseUrl(ArgumentResult result, string name)
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"{name} takes an http or https address, not '{text}'");
        return null;
    }

    internal static IPEndPoint? ParseListen(ArgumentResult result, string name)
    {
        var text = result.Tokens.Single().Value;
        var endPoint = ParseEndPoint(text);
        if (endPoint is null)
        {
            result.AddError($"{name} takes HOST:PORT, such as 127.0.0.1:8085, not '{text}'");
        }

        return endPoint;
    }

    private static IPEndPoint? ParseEndPoint(string text)
    {
        var resolved = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + text["localhost".Length..] : text;
        return resolved.LastIndexOf(':') > 0 && IPEndPoint.TryParse(resolved, out var endPoint) ? endPoint : null;
    }
}
