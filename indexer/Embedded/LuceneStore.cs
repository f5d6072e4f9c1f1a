using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded.Schema;
using LuceneDirectory = Lucene.Net.Store.Directory;

namespace Snowtrail.Indexer.Embedded;

/// <summary>One writer on the index and the searcher that follows it. After a fault it is abandoned and another one opened.</summary>
internal sealed class LuceneStore : IDisposable
{
    private const double CachedSegmentMegabytes = 8;
    private const double CacheMegabytes = 32;
    private static readonly string KeyField = Documents.Fields.EventId.Name;
    private readonly LuceneDirectory _files;
    private readonly IndexWriter _writer;
    private readonly SearcherManager _searchers;
    private readonly LuceneDocuments _documents = new();

    private LuceneStore(LuceneDirectory files, IndexWriter writer)
    {
        _files = files;
        _writer = writer;
        _searchers = new SearcherManager(writer, applyAllDeletes: true, null);
    }

    /// <summary>Opens the index, or makes one; says whether it made it.</summary>
    public static (LuceneStore Store, bool Created) Open(EmbeddedIndexOptions options, Func<LuceneDirectory, LuceneDirectory> wrap)
    {
        IndexDirectory.Create(options.Directory);
        var files = wrap(FSDirectory.Open(IndexDirectory.Lucene(options.Directory)));
        IndexWriter? writer = null;
        try
        {
            var created = !DirectoryReader.IndexExists(files);
            if (!created)
                IndexDirectory.CheckCatalog(DirectoryReader.ListCommits(files)[^1].UserData, options.Directory);
            var cached = new NRTCachingDirectory(files, CachedSegmentMegabytes, CacheMegabytes);
            writer = new IndexWriter(cached, Config(options));
            var store = new LuceneStore(files, writer);
            if (created)
                store.Commit();
            return (store, created);
        }
        catch
        {
            Abandon(writer);
            files.Dispose();
            throw;
        }
    }

    /// <summary>Writes a document in place of the one with its key.</summary>
    public void Write(IndexDocument document, FieldValues values) =>
        _writer.UpdateDocument(new Term(KeyField, document.Id), _documents.Make(document, values));

    public void Refresh() => _searchers.MaybeRefreshBlocking();

    public void Commit()
    {
        _writer.SetCommitData(new Dictionary<string, string> { [LuceneNames.CatalogKey] = CatalogPrint.Value });
        _writer.Commit();
    }

    public T Search<T>(Func<IndexSearcher, T> search)
    {
        var searcher = _searchers.Acquire();
        try
        {
            return search(searcher);
        }
        finally
        {
            _searchers.Release(searcher);
        }
    }

    /// <summary>Closes without committing.</summary>
    public void Dispose()
    {
        Abandon(_writer);
        _searchers.Dispose();
        // Not the cache above them: closing it would write out what was just given up
        _files.Dispose();
    }

    private static IndexWriterConfig Config(EmbeddedIndexOptions options) => new(LuceneVersion.LUCENE_48, new WordAnalyzer())
    {
        OpenMode = OpenMode.CREATE_OR_APPEND,
        RAMBufferSizeMB = options.WriteBufferMegabytes,
        // Neighbours only, so that segments stay in the order of time, which newest-first searches live on
        MergePolicy = new LogByteSizeMergePolicy(),
        MergeScheduler = new QuietMergeScheduler(),
        WriteLockTimeout = 0,
    };

    private static void Abandon(IndexWriter? writer)
    {
        try
        {
            writer?.Rollback();
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // What rollback could not delete is deleted when the index is next opened
        }
    }
}
