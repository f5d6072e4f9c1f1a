using System.Buffers;

namespace Snowtrail.Schemas.Tests.Codec;

/// <summary>Gives exactly what was asked for and a new array each time, so that no span may be used after the next request.</summary>
internal sealed class StingyBufferWriter : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _given = [];

    internal byte[] Written => [.. _written];

    public void Advance(int count)
    {
        _written.AddRange(_given.AsSpan(0, count));
        Array.Fill(_given, (byte)0xee);
        _given = [];
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _given = new byte[Math.Max(sizeHint, 1)];

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
