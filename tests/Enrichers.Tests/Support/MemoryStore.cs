using Snowtrail.Enrichers.Flow;

namespace Snowtrail.Enrichers.Tests.Support;

internal sealed class MemoryStore : IEnricherStateStore
{
    private (long Position, byte[] State)? _stored;

    public List<long> Saved { get; } = [];

    public bool Full { get; set; }

    public (long Position, byte[] State)? Load() => _stored;

    public void Save(long position, byte[] state)
    {
        if (Full)
            throw new IOException("the disk is full");
        _stored = (position, state);
        Saved.Add(position);
    }
}
