namespace Snowtrail.Kafka.Transactions;

/// <summary>What one transaction writes.</summary>
internal sealed class OutputBatch
{
    /// <summary>Records, already encoded.</summary>
    public List<(string Topic, int? Partition, byte[] Key, byte[] Value)> Records { get; } = [];

    /// <summary>First input offset that is not covered.</summary>
    public long Next { get; set; } = -1;

    /// <summary>Input records in it.</summary>
    public int Inputs { get; set; }

    public bool IsEmpty => Inputs == 0;
}
