using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Snowtrail.Indexer.Search;
using Snowtrail.Indexer.Search.Execution;

namespace Snowtrail.Indexer.Embedded;

/// <summary>Reads an index as of its last commit, whether or not a process writes to it.</summary>
public sealed class EmbeddedReader : ISearch, IDisposable
{
    private readonly FSDirectory _files;
    private readonly DirectoryReader _reader;
    private readonly TimeProvider _time;

    private EmbeddedReader(FSDirectory files, DirectoryReader reader, TimeProvider time)
    {
        _files = files;
        _reader = reader;
        _time = time;
    }

    /// <summary>Opens the index in <paramref name="directory"/> for searching only.</summary>
    /// <exception cref="IndexUnreadableException">There is none, it is damaged, or another version made it.</exception>
    public static EmbeddedReader Open(string directory, TimeProvider time)
    {
        if (!System.IO.Directory.Exists(IndexDirectory.Lucene(directory)))
            throw IndexDirectory.Missing(directory);
        var files = FSDirectory.Open(IndexDirectory.Lucene(directory));
        DirectoryReader? reader = null;
        try
        {
            reader = DirectoryReader.Open(files);
            IndexDirectory.CheckCatalog(reader.IndexCommit.UserData, directory);
            return new(files, reader, time);
        }
        catch (IndexNotFoundException)
        {
            files.Dispose();
            throw IndexDirectory.Missing(directory);
        }
        catch (Exception fault) when (fault is IOException or IndexUnreadableException || IndexDirectory.IsDamage(fault))
        {
            reader?.Dispose();
            files.Dispose();
            throw fault as IndexUnreadableException ?? IndexDirectory.Damaged(directory, fault);
        }
    }

    /// <inheritdoc/>
    public Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellation = default) =>
        Task.Run(() => SearchRun.Answer(new IndexSearcher(_reader), request, _time, cancellation), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _files.Dispose();
    }
}
