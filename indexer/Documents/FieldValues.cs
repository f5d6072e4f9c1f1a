namespace Snowtrail.Indexer.Documents;

/// <summary>
/// The values of one document, by field. Null, empty text and empty lists are no value. Reused from document to document.
/// </summary>
internal sealed class FieldValues
{
    private readonly object?[] _values = new object?[FieldCatalog.All.Count];

    /// <summary>
    /// Null, <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/>, a list of strings, or
    /// a list of lists of <see cref="FlatEntry"/>.
    /// </summary>
    public object? this[FieldDefinition field] => _values[field.Ordinal];

    public void Clear() => Array.Clear(_values);

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
    }
}
