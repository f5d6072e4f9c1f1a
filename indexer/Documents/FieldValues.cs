using System.Numerics;

namespace Snowtrail.Indexer.Documents;

/// <summary>
/// The values of one document, by field. Null, empty text and empty lists are no value. Reused from document to document.
/// </summary>
internal sealed class FieldValues
{
    private const int WordBits = 64;
    private readonly object?[] _values = new object?[FieldCatalog.All.Count];
    private readonly ulong[] _isSet = new ulong[(FieldCatalog.All.Count + WordBits - 1) / WordBits];

    /// <summary>
    /// Null, <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/>, a list of strings, or
    /// a list of lists of <see cref="FlatEntry"/>.
    /// </summary>
    public object? this[FieldDefinition field] => _values[field.Ordinal];

    /// <summary>The fields that have a value, in the order of the catalog: most of it a document does not have.</summary>
    public IEnumerable<FieldDefinition> Present()
    {
        for (var word = 0; word < _isSet.Length; word++)
            for (var left = _isSet[word]; left != 0; left &= left - 1)
                yield return FieldCatalog.All[(word * WordBits) + BitOperations.TrailingZeroCount(left)];
    }

    public void Clear()
    {
        Array.Clear(_values);
        Array.Clear(_isSet);
    }

    public void Set(FieldDefinition field, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if (field.IsMany)
            Put(field, new[] { value }, field.Type is FieldType.Keyword or FieldType.Ip);
        else
            Put(field, value, field.Type is FieldType.Keyword or FieldType.Text or FieldType.Ip);
    }

    public void Set(FieldDefinition field, long value) => Put(field, value, field.Type is FieldType.Long);

    public void Set(FieldDefinition field, long? value) => Put(field, value, field.Type is FieldType.Long);

    public void Set(FieldDefinition field, double value) => Put(field, value, field.Type is FieldType.Double);

    public void Set(FieldDefinition field, bool value) => Put(field, value, field.Type is FieldType.Boolean);

    public void Set(FieldDefinition field, DateTimeOffset? value) => Put(field, value, field.Type is FieldType.Date);

    public void Set(FieldDefinition field, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
            Put(field, values, field.IsMany && field.Type is FieldType.Keyword or FieldType.Ip);
    }

    public void Set(FieldDefinition field, IReadOnlyDictionary<string, string> entries)
    {
        // A map has no order of its own, and the same record must give the same bytes
        if (entries.Count > 0)
            Set(field, [[.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new FlatEntry(entry.Key, entry.Value))]]);
    }

    public void Set(FieldDefinition field, IReadOnlyList<IReadOnlyList<FlatEntry>> objects)
    {
        if (objects.Count > 0)
            Put(field, objects, field.Type is FieldType.Flattened);
    }

    private void Put(FieldDefinition field, object? value, bool fits)
    {
        if (!fits)
            throw new InvalidOperationException($"{field.Name} is {field.Type} and cannot hold {value}");
        _values[field.Ordinal] = value;
        var bit = 1UL << (field.Ordinal % WordBits);
        ref var word = ref _isSet[field.Ordinal / WordBits];
        word = value is null ? word & ~bit : word | bit;
    }
}
