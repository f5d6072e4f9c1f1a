using System.Buffers;
using System.Text;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Transactions;

/// <summary>What one transaction writes: records that lie encoded one behind the other in a buffer that serves batch after batch.</summary>
internal sealed class OutputBatch
{
    private readonly List<(string Topic, int? Partition, int KeyStart, int ValueStart, int End)> _records = [];
    private ArrayBufferWriter<byte> _bytes = new();

    /// <summary>First input offset that is not covered.</summary>
    public long Next { get; set; } = -1;

    /// <summary>Input records in it.</summary>
    public int Inputs { get; set; }

    public bool IsEmpty => Inputs == 0 && _records.Count == 0;

    /// <summary>The records, each with arrays of its own that need not outlive the client's call.</summary>
    public IEnumerable<(string Topic, int? Partition, byte[] Key, byte[] Value)> Records => _records.Select(record =>
        (record.Topic, record.Partition, _bytes.WrittenSpan[record.KeyStart..record.ValueStart].ToArray(), _bytes.WrittenSpan[record.ValueStart..record.End].ToArray()));

    public void Add(string topic, int partition, byte[] key, byte[] value)
    {
        var start = _bytes.WrittenCount;
        _bytes.Write(key);
        _bytes.Write(value);
        _records.Add((topic, partition, start, start + key.Length, _bytes.WrittenCount));
    }

    public void Add<T>(KafkaTopic<T> topic, int schemaId, T value)
        where T : class, IAvroRecord<T>
    {
        var start = _bytes.WrittenCount;
        Encoding.UTF8.GetBytes(topic.Key(value), _bytes);
        var valueStart = _bytes.WrittenCount;
        WireFormat.Write(schemaId, value, _bytes);
        _records.Add((topic.Name, null, start, valueStart, _bytes.WrittenCount));
    }

    /// <summary>How many records go to each topic.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counts => _records.CountBy(record => record.Topic);

    public void Clear()
    {
        _records.Clear();
        _bytes = KeptBuffer.Emptied(_bytes);
        (Next, Inputs) = (-1, 0);
    }
}
