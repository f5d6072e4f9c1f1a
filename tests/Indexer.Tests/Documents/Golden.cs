using System.Runtime.CompilerServices;

namespace Snowtrail.Indexer.Tests.Documents;

/// <summary>Compares with an approved file; with SNOWTRAIL_APPROVE=1 set it writes the file instead.</summary>
internal static class Golden
{
    public static void Equal(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("SNOWTRAIL_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{name} is not approved yet");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
