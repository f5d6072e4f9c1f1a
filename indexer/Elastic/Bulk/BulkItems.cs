using System.Buffers;
using System.Text;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>Makes documents of events, one after another.</summary>
#pragma warning disable CA1001 // The writer holds memory only, and the stage that makes documents has no end of its own
internal sealed class BulkItems(string @namespace, TimeProvider time)
#pragma warning restore CA1001
{
    private const int PayloadBytesKeptMax = 1024 * 1024;
    private readonly StreamNames _streams = new(@namespace);
    private readonly FieldValues _values = new();
    private readonly DocumentJson _json = new();
    private ArrayBufferWriter<byte> _payload = new();
    private BulkSlab _slab = new(0);

    /// <summary>The item of an event; one that says why when no document can be made of it.</summary>
    public BulkItem Make(Tracked<EnrichedEvent> tracked)
    {
        try
        {
            var document = DocumentMapper.ToDocument(tracked.Value, time.GetUtcNow(), _values, _json, @namespace);
            var fault = Encoding.UTF8.GetByteCount(document.Id) > BulkItem.IdBytesMax ? $"the id is longer than {BulkItem.IdBytesMax} bytes" : null;
            return Item(tracked, document, _streams.Of(document.Dataset), fault);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Item(tracked, new(tracked.Value.Id, "", default, default), "", fault.Message);
        }
    }

    private BulkItem Item(Tracked<EnrichedEvent> tracked, IndexDocument document, string stream, string? fault)
    {
        if (_payload.Capacity > PayloadBytesKeptMax)
            _payload = new();
        var payload = ParkedPayload.Of(tracked.Value, _payload);
        var bytes = document.Json.Length + payload.Length;
        if (!_slab.HasRoom(bytes))
        {
            _slab.Release();
            _slab = new(bytes);
        }

        _slab.Hold();
        return new(tracked, document with { Json = _slab.Add(document.Json.Span) }, stream, _slab.Add(payload.Span), _slab) { Fault = fault };
    }
}
