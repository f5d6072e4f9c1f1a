using System.Buffers;

namespace Snowtrail.Proxy.Results;

/// <summary>Masks the rows of a result that arrive in pieces.</summary>
internal interface IRowsRewriter
{
    /// <summary>Takes as many whole units (rows, batches) as there are.</summary>
    /// <param name="data">Bytes from where the last call ended.</param>
    /// <param name="last">True when no more will come.</param>
    /// <param name="output">Takes the bytes that may go on.</param>
    /// <returns>Bytes used; the rest has to be given again with more behind it.</returns>
    int Process(ReadOnlySpan<byte> data, bool last, IBufferWriter<byte> output);
}
