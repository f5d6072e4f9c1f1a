using System.Diagnostics.CodeAnalysis;

namespace Snowtrail.Enrichers.State;

/// <summary>A map of bounded size in order of use: the entry that was not used for longest leaves first. Enumerates oldest first.</summary>
internal sealed class RecencyMap<TKey, TValue>(int max)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _order = new();

    public int Count => _nodes.Count;

    public LinkedList<KeyValuePair<TKey, TValue>> Entries => _order;

    /// <summary>Finds without counting it as use.</summary>
    public bool TryPeek(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_nodes.TryGetValue(key, out var node))
        {
            value = node.Value.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Finds, and makes the entry the newest.</summary>
    public bool TryUse(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            value = default;
            return false;
        }

        if (_order.Last != node)
        {
            _order.Remove(node);
            _order.AddLast(node);
        }

        value = node.Value.Value;
        return true;
    }

    /// <summary>Sets, as the newest; gives back what had to leave.</summary>
    public KeyValuePair<TKey, TValue>? Set(TKey key, TValue value)
    {
        if (_nodes.Remove(key, out var old))
            _order.Remove(old);
        _nodes[key] = _order.AddLast(new KeyValuePair<TKey, TValue>(key, value));
        if (_nodes.Count <= max)
            return null;
        var oldest = _order.First!.Value;
        _order.RemoveFirst();
        _nodes.Remove(oldest.Key);
        return oldest;
    }

    public bool Remove(TKey key)
    {
        if (!_nodes.Remove(key, out var node))
            return false;
        _order.Remove(node);
        return true;
    }
}
