using System.Text;
using Snowtrail.Indexer.Documents;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>Makes documents of events, one after another.</summary>
#pragma warning disable CA1001 // The writer holds memory only, and the stage that makes documents has no end of its own
internal sealed class BulkItems(string @namespace, TimeProvider time)
#pragma warning restore CA1001
{
    private readonly StreamNames _streams = new(@namespace);
    private readonly FieldValues _values = new();
    private readonly DocumentJson _json = new();

    /// <summary>The item of an event; one that says why when no document can be made of it.</summary>
    public BulkItem Make(Tracked<EnrichedEvent> tracked)
    {
        try
        {
            var document = DocumentMapper.ToDocument(tracked.Value, time.GetUtcNow(), _values, _json, @namespace);
            var fault = Encoding.UTF8.GetByteCount(document.Id) > BulkItem.IdBytesMax ? $"the id is longer than {BulkItem.IdBytesMax} bytes" : null;
            return new(tracked, document, _streams.Of(document.Dataset)) { Fault = fault };
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new(tracked, new(tracked.Value.Id, "", default, default), "") { Fault = fault.Message };
        }
    }
}
