using Snowtrail.Schemas;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.App.Run;

/// <summary>Keeps what could not be processed as a file of its own, Avro <see cref="ParkedRecord"/>, so that nothing is lost and somebody can look.</summary>
internal sealed class FileParkingLot(string folder) : IParkingLot
{
    private const string Extension = ".avro";

    public async Task ParkAsync(ParkedRecord record)
    {
        Directory.CreateDirectory(folder);
        var name = string.Concat($"{record.Stage}-{record.Id}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
        var path = Path.Combine(folder, name[..Math.Min(name.Length, 120)] + Extension);
        await using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            await file.WriteAsync(record.ToAvro());
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>What is parked in a folder, in the order of parking.</summary>
    internal static IReadOnlyList<ParkedRecord> Read(string folder) =>
    [
        .. new DirectoryInfo(folder) is { Exists: true } found
            ? found.EnumerateFiles("*" + Extension).Select(Read).OrderBy(record => record.Time)
            : Enumerable.Empty<ParkedRecord>(),
    ];

    private static ParkedRecord Read(FileInfo file)
    {
        try
        {
            return ParkedRecord.FromAvro(File.ReadAllBytes(file.FullName));
        }
        catch (AvroFormatException fault)
        {
            return new() { Id = file.Name, Stage = "parking", Reason = $"the file is damaged: {fault.Message}", Time = file.LastWriteTimeUtc, Payload = ReadOnlyMemory<byte>.Empty };
        }
    }
}
