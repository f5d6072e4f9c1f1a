namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>The directory that holds generated sources and nothing else that ends in <c>.cs</c>.</summary>
internal static class SourceDirectory
{
    /// <summary>Makes the directory hold exactly these files; one that is already right keeps its time.</summary>
    internal static void Write(string directory, IReadOnlyDictionary<string, string> files)
    {
        Directory.CreateDirectory(directory);
        foreach (var stale in Directory.EnumerateFiles(directory, "*.cs").Where(path => !files.ContainsKey(Path.GetFileName(path))).ToList())
        {
            File.Delete(stale);
        }

        foreach (var (name, text) in files)
        {
            Write(Path.Combine(directory, name), text);
        }
    }

    private static void Write(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return;
        }

        // Moved into place, so that a build beside this one never compiles half a file.
        var draft = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(draft, text);
        File.Move(draft, path, overwrite: true);
    }
}
