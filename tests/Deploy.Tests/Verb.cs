using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Snowtrail.Deploy.Tests;

/// <summary>What <c>snowtrail VERB --help</c> says there is.</summary>
internal static partial class Verb
{
    private static readonly string[] WithSettings = ["proxy", "enrich", "index", "console", "topics apply", "webhook"];
    private static readonly ConcurrentDictionary<string, Task<HashSet<string>>> Known = new();

    /// <summary>Fails unless the command line is one of the product: the verb is there and has each flag.</summary>
    public static async Task CheckAsync(IReadOnlyList<string> arguments)
    {
        var verb = string.Join(' ', arguments.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal)));
        var flags = await FlagsAsync(verb);
        foreach (var flag in arguments.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
            Assert.True(flags.Contains(flag), $"`snowtrail {verb}` has no {flag}");
    }

    /// <summary>Fails unless the environment variable is a setting of some verb, spelt as the product reads it.</summary>
    public static async Task CheckSettingAsync(string variable)
    {
        Assert.StartsWith("SNOWTRAIL__", variable);
        var flag = "--" + variable["SNOWTRAIL__".Length..].ToLowerInvariant().Replace('_', '-');
        foreach (var verb in WithSettings)
            if ((await FlagsAsync(verb)).Contains(flag))
                return;
        Assert.Fail($"no verb has {flag}");
    }

    private static Task<HashSet<string>> FlagsAsync(string verb) => Known.GetOrAdd(verb, static async verb =>
    {
        var (code, output, error) = await Repository.RunAsync(Repository.Executable, [.. verb.Split(' '), "--help"]);
        Assert.True(code == 0 && error.Length == 0 && output.Contains($"snowtrail {verb}", StringComparison.Ordinal), $"`snowtrail {verb} --help`: {error}{output}");
        return [.. Flag().Matches(output).Select(match => match.Value)];
    });

    [GeneratedRegex("--[a-z0-9-]+")]
    private static partial Regex Flag();
}
