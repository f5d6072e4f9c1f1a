using System.Buffers.Binary;

namespace Snowtrail.Ledger.Files;

/// <summary>
/// The file <c>durable</c>: how far the running writer's records are on disk, for readers in other processes. It is a hint between living
/// processes, written after each commit and never flushed; recovery does not look at it.
/// </summary>
internal sealed class DurableMark : IDisposable
{
    private const string FileName = "durable";
    private readonly ISegmentFile _file;

    public DurableMark(ISegmentFiles files, string directory, long next)
    {
        var path = Path.Combine(directory, FileName);
        // Kept from run to run: readers may look at it meanwhile, and what it says stays true
        _file = File.Exists(path) ? files.Open(path) : files.Create(path);
        Write(next);
    }

    public void Write(long next)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, next);
        _file.Write(0, bytes);
    }

    /// <summary>The writer's mark; zero when there is none.</summary>
    public static long Read(string directory)
    {
        try
        {
            using var file = File.OpenHandle(Path.Combine(directory, FileName), share: FileShare.ReadWrite | FileShare.Delete);
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            return RandomAccess.Read(file, bytes, 0) == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    public void Dispose() => _file.Dispose();
}
