using Lucene.Net.Store;
using LuceneDirectory = Lucene.Net.Store.Directory;

namespace Snowtrail.Indexer.Tests.Embedded;

/// <summary>Files on a disk that is full when told to be.</summary>
internal sealed class FaultyFiles(LuceneDirectory files, Func<bool> full) : FilterDirectory(files)
{
    public override IndexOutput CreateOutput(string name, IOContext context)
    {
        Refuse();
        return base.CreateOutput(name, context);
    }

    public override void Sync(ICollection<string> names)
    {
        Refuse();
        base.Sync(names);
    }

    private void Refuse()
    {
        if (full())
            throw new IOException("No space left on device");
    }
}
