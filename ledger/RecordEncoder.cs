using System.Buffers;

namespace Snowtrail.Ledger;

/// <summary>
/// Writes one record, its own sequence within it. Called once for each append, on the appender's thread and under the ledger's sequencing lock:
/// it must be quick, must not block and must not call the ledger. When it throws, the sequence is not used and the append fails with that exception.
/// </summary>
/// <param name="state">What the appender handed in.</param>
/// <param name="sequence">The record's sequence.</param>
/// <param name="output">Takes the record's bytes, at least one.</param>
public delegate void RecordEncoder<in TState>(TState state, long sequence, IBufferWriter<byte> output);
