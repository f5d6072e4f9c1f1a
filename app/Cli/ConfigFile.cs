using System.Collections;
using System.Text.Json;

namespace Snowtrail.App.Cli;

/// <summary>Settings from a JSON file and from <c>SNOWTRAIL__…</c>, by the names of the flags, turned into flags.</summary>
internal static class ConfigFile
{
    private const string Prefix = "SNOWTRAIL__";

    /// <summary>
    /// Arguments for every setting of the verb that no flag gave; the environment wins over the file. Settings of other verbs are passed over, so
    /// that several roles can share one file and one environment.
    /// </summary>
    /// <exception cref="CommandFailedException">The file is not one flat JSON object, or names a setting that no verb has.</exception>
    internal static IReadOnlyList<string> ToArguments(FileInfo? file, IReadOnlySet<string> own, IReadOnlySet<string> anywhere, Func<string, bool> given)
    {
        var settings = file is null ? [] : FromFile(file);
        foreach (var (name, value) in FromEnvironment())
        {
            settings[name] = value;
        }

        var unknown = settings.Keys.Where(name => !anywhere.Contains(name)).ToList();
        return unknown.Count == 0
            ? [.. settings.Where(setting => own.Contains(setting.Key) && !given(setting.Key)).SelectMany(setting => new[] { setting.Key, setting.Value })]
            : throw new CommandFailedException($"no such setting: {string.Join(", ", unknown.Select(name => name[2..]))}; there are {string.Join(", ", own.Select(name => name[2..]))}");
    }

    private static Dictionary<string, string> FromFile(FileInfo file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file.FullName), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.EnumerateObject().ToDictionary(
                property => $"--{property.Name}",
                property => property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                    ? throw new CommandFailedException($"{file.Name}: '{property.Name}' takes a text, a number, true or false")
                    : property.Value.ToString(),
                StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CommandFailedException($"cannot read the settings of {file.FullName}: {failure.Message}", failure);
        }
    }

    private static Dictionary<string, string> FromEnvironment() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(entry => "--" + ((string)entry.Key)[Prefix.Length..].ToLowerInvariant().Replace('_', '-'), entry => (string)entry.Value!, StringComparer.Ordinal);
}
