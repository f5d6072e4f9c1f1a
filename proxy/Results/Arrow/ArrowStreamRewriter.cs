using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>
/// Masks an Arrow IPC stream batch by batch. A message in which nothing changes passes with its own bytes; a batch that changes is written
/// anew with the same types and metadata.
/// </summary>
internal sealed class ArrowStreamRewriter(MaskPlan plan, MaskTally tally, RewriteLimits limits) : IRowsRewriter
{
    private readonly ArrowBatchMasker _masker = new(plan, tally);
    private byte[]? _schemaBytes;
    private Schema? _schema;
    private bool _ended;

    /// <summary>True when any byte so far differs.</summary>
    public bool Changed { get; private set; }

    /// <inheritdoc/>
    public int Process(ReadOnlySpan<byte> data, bool last, IBufferWriter<byte> output)
    {
        var at = 0;
        while (at < data.Length)
        {
            var rest = data[at..];
            var message = IpcMessage.Read(rest, limits.BatchBytesMax);
            if (message.Kind == IpcKind.Partial && !last)
                break;
            if (message.Kind == IpcKind.Partial || _ended)
                throw new UnreadableResultException("The Arrow stream is cut or broken.");
            Next(message, rest[..message.Length], output);
            at += message.Length;
        }

        return at;
    }

    private void Next(IpcMessage message, ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var ours = message.Kind switch
        {
            IpcKind.End => End(),
            IpcKind.Schema when _schemaBytes is null => Start(bytes),
            _ when _schemaBytes is null => throw new UnreadableResultException("The Arrow stream does not start with its schema."),
            _ when plan.IsEmpty => null,
            IpcKind.RecordBatch => Mask(message, bytes),
            _ => throw new UnreadableResultException("The Arrow stream holds a message that cannot be masked."),
        };
        tally.Rows += message.Rows;
        Changed |= ours is not null;
        output.Write(ours is null ? bytes : ours);
    }

    private byte[]? End()
    {
        _ended = true;
        return null;
    }

    private byte[]? Start(ReadOnlySpan<byte> bytes)
    {
        _schemaBytes = bytes.ToArray();
        if (plan.IsEmpty)
            return null;
        var theirs = ReadSchema(_schemaBytes);
        var ours = _masker.Schema(theirs);
        _schema = ours ?? theirs;
        return ours is null ? null : ArrowBytes.OfSchema(ours);
    }

    private byte[]? Mask(IpcMessage message, ReadOnlySpan<byte> bytes)
    {
        using var batch = ReadBatch([.. _schemaBytes!, .. bytes, .. IpcMessage.End]);
        if (batch.Length != message.Rows)
            throw new UnreadableResultException("The Arrow stream is cut or broken.");
        return _masker.Mask(batch, _schema!) is { } masked ? ArrowBytes.OfBatch(masked) : null;
    }

    private static Schema ReadSchema(byte[] schema) => Reading(() =>
    {
        using var reader = new ArrowStreamReader(new MemoryStream([.. schema, .. IpcMessage.End]));
        return reader.Schema;
    });

    private static RecordBatch ReadBatch(byte[] stream) => Reading(() =>
    {
        using var reader = new ArrowStreamReader(new MemoryStream(stream));
        return reader.ReadNextRecordBatch();
    });

    // The library says in many ways that bytes are not Arrow; all of them mean that nothing may pass.
    private static T Reading<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read() ?? throw new UnreadableResultException("The Arrow stream is cut or broken.");
        }
        catch (Exception fault) when (fault is not UnreadableResultException and not OutOfMemoryException)
        {
            throw new UnreadableResultException("The Arrow stream is in a form that the gateway cannot read.");
        }
    }
}
