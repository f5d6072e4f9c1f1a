using System.Text;

namespace Snowtrail.Elastic.Tests;

/// <summary>A request that the stand-in got.</summary>
internal sealed record StandInRequest(string Path, byte[] Body)
{
    public bool IsBulk => Path == "/_bulk";

    /// <summary>Documents in a bulk request.</summary>
    public int Documents => Encoding.UTF8.GetString(Body).Count(letter => letter == '\n') / 2;
}
