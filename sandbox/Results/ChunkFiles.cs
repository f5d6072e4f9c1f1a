using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Results;

/// <summary>The directory of chunk files, bounded in bytes, deleted with the sandbox.</summary>
internal sealed class ChunkFiles(string directory, long bytesMax) : IDisposable
{
    private long bytes;

    /// <summary>The file of a result's chunk; the result's id is the name's first part.</summary>
    public string PathOf(string resultId, int chunk)
    {
        Directory.CreateDirectory(directory);
        return Path.Combine(directory, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{resultId}.{chunk}.gz"));
    }

    /// <summary>Counts a written file; fails the statement when the directory is full.</summary>
    public void Count(long written)
    {
        if (Interlocked.Add(ref bytes, written) > bytesMax)
        {
            throw new SqlFailure("000634", "54000", "Results of the sandbox take more disk than it may use.");
        }
    }

    public void Release(StoredResult result)
    {
        result.Dispose();
        Interlocked.Add(ref bytes, -result.Chunks.Sum(c => (long)c.CompressedBytes));
    }

    public void Dispose()
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
