using System.Buffers;
using System.Text.Json;
using Snowtrail.App.Run;
using Snowtrail.Indexer.Embedded;
using Snowtrail.Indexer.Search;

namespace Snowtrail.App.Cli;

/// <summary>Searches the index of a directory on which nothing runs.</summary>
internal sealed class IndexSource(EmbeddedReader index) : IDisposable
{
    internal static IndexSource Open(DataDirectory data)
    {
        try
        {
            return new IndexSource(EmbeddedReader.Open(data.Index, TimeProvider.System));
        }
        catch (IndexUnreadableException failure)
        {
            throw new CommandFailedException(failure.Message, failure);
        }
    }

    internal async Task<JsonElement> FindAsync(SearchRequest request, CancellationToken cancellation)
    {
        var answer = await index.SearchAsync(request, cancellation);
        if (answer is SearchFault fault)
        {
            throw new CommandFailedException(fault.Message);
        }

        var buffer = new ArrayBufferWriter<byte>();
        SearchJson.Write((SearchResult)answer, buffer);
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    public void Dispose() => index.Dispose();
}
