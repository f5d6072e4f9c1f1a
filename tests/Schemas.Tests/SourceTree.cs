using System.Runtime.CompilerServices;

namespace Snowtrail.Schemas.Tests;

/// <summary>Where this project's sources are, for files that people approve and commit.</summary>
internal static class SourceTree
{
    internal static string Tests { get; } = Path.GetDirectoryName(Here())!;

    /// <summary>Set to write what the tests found over the approved files; the change is then reviewed as a change of sources.</summary>
    internal const string ApproveVariable = "SNOWTRAIL_APPROVE";

    internal static bool Approves => Environment.GetEnvironmentVariable(ApproveVariable) == "1";

    private static string Here([CallerFilePath] string file = "") => file;
}
