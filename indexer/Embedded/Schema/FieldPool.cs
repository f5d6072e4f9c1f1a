using Lucene.Net.Documents;

namespace Snowtrail.Indexer.Embedded.Schema;

/// <summary>Field objects of one kind, reused from document to document: making them anew doubles the cost of indexing.</summary>
internal sealed class FieldPool(Func<Field> create)
{
    private readonly List<Field> _fields = [];
    private int _used;

    public Field Take()
    {
        if (_used == _fields.Count)
            _fields.Add(create());
        return _fields[_used++];
    }

    public void Reset() => _used = 0;
}
