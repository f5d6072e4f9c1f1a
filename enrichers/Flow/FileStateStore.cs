using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Snowtrail.Enrichers.Flow;

/// <summary>
/// Keeps the snapshot in the file <c>enrichment.state</c> of a directory: magic, version, position, length, state, CRC-32C over all before it. A
/// new one is written beside it, flushed and put in its place. Readable by its owner only, for it holds statement texts.
/// </summary>
public sealed partial class FileStateStore(string directory, ILogger? logger = null) : IEnricherStateStore
{
    private const ulong Magic = 0x3153_4b4e_5249_4152;
    private const int Head = 8 + 8 + 4, Tail = 4;
    private readonly string _path = Path.Combine(directory, "enrichment.state");
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <inheritdoc/>
    public (long Position, byte[] State)? Load()
    {
        try
        {
            return File.Exists(_path) ? Read(File.ReadAllBytes(_path)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(_logger, _path, fault.Message);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Save(long position, byte[] state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Directory.CreateDirectory(directory);
        var bytes = new byte[Head + state.Length + Tail];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), position);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), state.Length);
        state.CopyTo(bytes.AsSpan(Head));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(^Tail..), Crc(bytes.AsSpan(..^Tail)));
        var beside = $"{_path}.new";
        using (var file = new FileStream(beside, Options()))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        // Should the rename be lost with the power, the earlier snapshot is there still, and as good: more is read again
        File.Move(beside, _path, overwrite: true);
    }

    private (long Position, byte[] State)? Read(byte[] bytes)
    {
        if (bytes.Length >= Head + Tail
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Magic
            && BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(16)) == bytes.Length - Head - Tail
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^Tail..)) == Crc(bytes.AsSpan(..^Tail)))
            return (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)), bytes[Head..^Tail]);
        LogUnreadable(_logger, _path, "it is damaged");
        return null;
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "The enrichment snapshot {Path} cannot be read ({Reason}); the state is made anew from the beginning of the ledger")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);
}
