using System.Net;

namespace Snowtrail.App.Run;

/// <summary>What <c>snowtrail run</c> was asked for, after file, environment and flags were put together.</summary>
internal sealed record RunSettings
{
    internal required DirectoryInfo Data { get; init; }

    internal required IPEndPoint Listen { get; init; }

    internal required IPEndPoint Console { get; init; }

    /// <summary>Null: the built-in sandbox.</summary>
    internal UpstreamSettings? Upstream { get; init; }

    /// <summary>Null: the sample with the built-in sandbox, none with an upstream of one's own.</summary>
    internal FileInfo? Policy { get; init; }

    /// <summary>Null: the sample with the built-in sandbox, none with an upstream of one's own.</summary>
    internal FileInfo? Jobs { get; init; }

    internal bool Demo { get; init; }
}
