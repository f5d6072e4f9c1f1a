using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>Writes single messages of an Arrow IPC stream.</summary>
internal static class ArrowBytes
{
    public static byte[] OfSchema(Schema schema)
    {
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true))
            writer.WriteStart();
        return stream.ToArray();
    }

    public static byte[] OfBatch(RecordBatch batch)
    {
        using var stream = new MemoryStream();
        using var writer = new ArrowStreamWriter(stream, batch.Schema, leaveOpen: true);
        writer.WriteStart();
        var start = (int)stream.Length;
        writer.WriteRecordBatch(batch);
        return stream.GetBuffer().AsSpan(start, (int)stream.Length - start).ToArray();
    }
}
