using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;
using Snowtrail.Indexer.Documents;

namespace Snowtrail.Indexer.Embedded.Schema;

/// <summary>Makes Lucene documents of field values. Its result is good until the next call.</summary>
internal sealed class LuceneDocuments
{
    private readonly FieldWriter[] _writers = [.. FieldCatalog.All.Select(field => new FieldWriter(field))];
    private readonly StoredField _source = new(LuceneNames.Source, new BytesRef());
    private readonly List<IIndexableField> _document = [];

    public IReadOnlyList<IIndexableField> Make(IndexDocument document, FieldValues values)
    {
        _document.Clear();
        foreach (var field in values.Present())
            _writers[field.Ordinal].Write(values[field]!, _document);
        _source.SetBytesValue(document.Json.ToArray());
        _document.Add(_source);
        return _document;
    }
}
