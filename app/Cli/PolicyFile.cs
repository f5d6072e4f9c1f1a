using Snowtrail.Proxy.Policy;

namespace Snowtrail.App.Cli;

/// <summary>Reads a policy for any verb: the whole of it or every fault.</summary>
internal static class PolicyFile
{
    internal static PolicySnapshot Read(FileInfo file) => Parse(InputFile.Read(file, "policy", File.ReadAllText), file.Name);

    /// <summary>The tables that the file says hold personal data; none without a file.</summary>
    internal static IReadOnlyList<string> PersonalTables(FileInfo? file) => file is null ? [] : Read(file).PiiTables;

    internal static PolicySnapshot Parse(string yaml, string name)
    {
        var parsed = PolicySnapshot.Parse(yaml);
        return parsed.Snapshot ?? throw new CommandFailedException($"{name} is not a policy:\n  {string.Join("\n  ", parsed.Faults)}");
    }
}
