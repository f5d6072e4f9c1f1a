using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Snowtrail.Clients.Tests;

/// <summary>Runs a program that uses an unmodified driver, and reads the JSON lines it prints.</summary>
internal sealed class DriverScript(string program, IReadOnlyList<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string>? environment = null)
{
    /// <summary>The same program for the user of that name; scripts say <c>anyone</c>.</summary>
    internal DriverScript AsUser(string user) =>
        new(program, [.. arguments.Select(argument => argument.Replace("anyone", user, StringComparison.Ordinal))], workingDirectory, environment);

    /// <summary>The same program with one more environment variable.</summary>
    internal DriverScript With(string name, string value) =>
        new(program, arguments, workingDirectory, new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { [name] = value });

    internal async Task<IReadOnlyList<JsonObject>> RunAsync(params string[] more)
    {
        var start = new ProcessStartInfo(program, [.. arguments, .. more]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workingDirectory };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var lines = new List<JsonObject>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith('{'))
            {
                lines.Add(JsonNode.Parse(line)!.AsObject());
            }
        }

        await process.WaitForExitAsync(limit.Token);
        Assert.True(lines.Count > 0, $"{program} printed nothing: {await error}");
        return lines;
    }
}
