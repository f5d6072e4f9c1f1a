namespace Snowtrail.Enrichers.State;

/// <summary>Remembers which texts were seen, as 64-bit hashes; bounded, the one not seen for longest is forgotten first.</summary>
internal sealed class SeenSet(int max)
{
    private readonly RecencyMap<ulong, byte> _seen = new(max);

    public int Count => _seen.Count;

    /// <summary>True when the text was there before; it is there afterwards.</summary>
    public bool Add(string text)
    {
        var hash = Hash(text);
        if (_seen.TryUse(hash, out _))
            return true;
        _seen.Set(hash, 0);
        return false;
    }

    public bool Contains(string text) => _seen.TryPeek(Hash(text), out _);

    public void Write(StateWriter writer)
    {
        writer.Count(_seen.Count);
        foreach (var entry in _seen.Entries)
            writer.Fixed(entry.Key);
    }

    public void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
            _seen.Set(reader.Fixed(), 0);
    }

    // FNV-1a over UTF-16 and a last mix: the same in every process, unlike string.GetHashCode
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        hash ^= hash >> 32;
        hash *= 0xd6e8feb86659fd93UL;
        return hash ^ (hash >> 32);
    }
}
