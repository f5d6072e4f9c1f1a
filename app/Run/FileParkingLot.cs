using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.App.Run;

/// <summary>Keeps what could not be processed as a file of its own, Avro <see cref="ParkedRecord"/>, so that nothing is lost and somebody can look.</summary>
internal sealed class FileParkingLot(string folder) : IParkingLot
{
    private long _count;

    internal long Count => Interlocked.Read(ref _count);

    public async Task ParkAsync(ParkedRecord record)
    {
        Directory.CreateDirectory(folder);
        var name = string.Concat($"{record.Stage}-{record.Id}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
        var path = Path.Combine(folder, $"{name[..Math.Min(name.Length, 120)]}.avro");
        await using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            await file.WriteAsync(record.ToAvro());
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        Interlocked.Increment(ref _count);
    }
}
