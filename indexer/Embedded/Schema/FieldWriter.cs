using System.Globalization;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Compile;
using CatalogType = Snowtrail.Indexer.Documents.FieldType;

namespace Snowtrail.Indexer.Embedded.Schema;

/// <summary>Writes the values of one catalog field as Lucene fields: an index to search, and doc values to sort and count by.</summary>
internal sealed class FieldWriter
{
    private readonly FieldDefinition _field;
    private readonly FieldPool _indexed;
    private readonly FieldPool _keyed;
    private readonly FieldPool _docValues;
    private readonly FieldPool _names = new(() => new Field(LuceneNames.FieldNames, "", LuceneFieldTypes.Exact));

    public FieldWriter(FieldDefinition field)
    {
        _field = field;
        _indexed = new(() => CreateIndexed(field));
        _keyed = new(() => new Field(LuceneNames.Keyed(field.Name), "", LuceneFieldTypes.Exact));
        _docValues = new(() => CreateDocValues(field));
    }

    public void Write(object value, List<IIndexableField> document)
    {
        _indexed.Reset();
        _keyed.Reset();
        _docValues.Reset();
        _names.Reset();
        switch (value)
        {
            case IReadOnlyList<string> texts:
                foreach (var text in texts)
                    WriteText(text, document);
                break;
            case IReadOnlyList<IReadOnlyList<FlatEntry>> objects:
                WriteFlattened(objects, document);
                break;
            case string text:
                WriteText(text, document);
                break;
            case bool truth:
                WriteExact(truth ? "true" : "false", document);
                break;
            case long number:
                WriteNumber(number, document);
                break;
            case DateTimeOffset time:
                WriteNumber(DateMath.Micros(time), document);
                break;
            case double number:
                WriteDouble(number, document);
                break;
            default:
                throw new InvalidOperationException($"{_field.Name} cannot be indexed from {value.GetType()}");
        }
    }

    private static Field CreateIndexed(FieldDefinition field) => field.Type switch
    {
        CatalogType.Text => new Field(field.Name, "", LuceneFieldTypes.Words),
        CatalogType.Long or CatalogType.Date => new Int64Field(field.Name, 0, LuceneFieldTypes.Int64),
        CatalogType.Double => new DoubleField(field.Name, 0, LuceneFieldTypes.Double),
        _ => new Field(field.Name, "", LuceneFieldTypes.Exact),
    };

    private static Field CreateDocValues(FieldDefinition field) => field.Type switch
    {
        CatalogType.Long or CatalogType.Date or CatalogType.Double => new NumericDocValuesField(field.Name, 0),
        _ => field.IsMany ? new SortedSetDocValuesField(field.Name, new BytesRef()) : new SortedDocValuesField(field.Name, new BytesRef()),
    };

    private void WriteText(string text, List<IIndexableField> document)
    {
        if (_field.Type == CatalogType.Text)
        {
            Add(_indexed, text, document);
            Add(_names, _field.Name, document);
        }
        else if ((_field.Type == CatalogType.Ip ? IpKey.Of(text) : text) is { Length: <= FieldCatalog.IgnoreAbove } key)
        {
            WriteExact(key, document);
        }
    }

    private void WriteExact(string key, List<IIndexableField> document)
    {
        Add(_indexed, key, document);
        var docValue = _docValues.Take();
        docValue.SetBytesValue(new BytesRef(key));
        document.Add(docValue);
    }

    private void WriteNumber(long number, List<IIndexableField> document)
    {
        var indexed = _indexed.Take();
        indexed.SetInt64Value(number);
        document.Add(indexed);
        AddNumericDocValue(number, document);
    }

    private void WriteDouble(double number, List<IIndexableField> document)
    {
        var indexed = _indexed.Take();
        indexed.SetDoubleValue(number);
        document.Add(indexed);
        // Sortable bits: doc values of every number are then compared as integers
        AddNumericDocValue(NumericUtils.DoubleToSortableInt64(number), document);
    }

    private void AddNumericDocValue(long number, List<IIndexableField> document)
    {
        var docValue = _docValues.Take();
        docValue.SetInt64Value(number);
        document.Add(docValue);
    }

    private void WriteFlattened(IReadOnlyList<IReadOnlyList<FlatEntry>> objects, List<IIndexableField> document)
    {
        Add(_names, _field.Name, document);
        foreach (var (key, value) in objects.SelectMany(entries => entries))
        {
            if (Leaf(value) is not { Length: <= FieldCatalog.IgnoreAbove } leaf || key.Length + leaf.Length > FieldCatalog.IgnoreAbove)
                continue;
            Add(_indexed, leaf, document);
            Add(_keyed, key + LuceneNames.KeySeparator + leaf, document);
        }
    }

    private static string? Leaf(object? value) => value switch
    {
        null => null,
        string text => text,
        DateTimeOffset time => DocumentJson.Iso(time),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static void Add(FieldPool pool, string text, List<IIndexableField> document)
    {
        var field = pool.Take();
        field.SetStringValue(text);
        document.Add(field);
    }
}
