namespace Snowtrail.Indexer.Elastic.Connecting;

/// <summary>A secret that lies in a file of its own, as orchestrators mount them.</summary>
internal static class SecretFile
{
    public static string Read(string path)
    {
        var text = File.ReadAllText(path);
        return text.EndsWith('\n') ? text[..^1].TrimEnd('\r') : text;
    }
}
