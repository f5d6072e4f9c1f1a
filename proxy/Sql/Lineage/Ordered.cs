namespace Snowtrail.Proxy.Sql.Lineage;

/// <summary>A set that keeps the order of first appearance.</summary>
internal sealed class Ordered<T>
{
    private readonly HashSet<T> _seen = [];
    private readonly List<T> _list = [];

    public IReadOnlyList<T> List => _list;

    public void Add(T item)
    {
        if (_seen.Add(item))
        {
            _list.Add(item);
        }
    }

    public void AddRange(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            Add(item);
        }
    }
}
