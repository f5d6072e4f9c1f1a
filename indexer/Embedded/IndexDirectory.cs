using Lucene.Net.Index;
using Snowtrail.Indexer.Embedded.Schema;

namespace Snowtrail.Indexer.Embedded;

/// <summary>Where the files of an index lie, and what is wrong with them when they cannot be read.</summary>
internal static class IndexDirectory
{
    public static string Lucene(string directory) => Path.Combine(directory, "lucene");

    /// <summary>Makes the directories, for their owner only: statements are in them.</summary>
    public static void Create(string directory)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(Lucene(directory));
            return;
        }

        System.IO.Directory.CreateDirectory(directory, owner);
        System.IO.Directory.CreateDirectory(Lucene(directory), owner);
    }

    /// <exception cref="IndexUnreadableException">Another version made the index.</exception>
    public static void CheckCatalog(IDictionary<string, string> commitData, string directory)
    {
        if (!commitData.TryGetValue(LuceneNames.CatalogKey, out var print) || print != CatalogPrint.Value)
            throw new IndexUnreadableException($"the index in {directory} was made by another version; {Remedy(directory)}");
    }

    /// <summary>Whether an exception says that the files are damaged, rather than that the disk refused for now.</summary>
    public static bool IsDamage(Exception fault) => fault
        is CorruptIndexException or IndexFormatTooOldException or IndexFormatTooNewException or EndOfStreamException
        or FileNotFoundException or DirectoryNotFoundException or IndexNotFoundException or ArgumentException or InvalidOperationException
        or IndexOutOfRangeException or OverflowException;

    public static IndexUnreadableException Damaged(string directory, Exception fault) =>
        new($"the index in {directory} is damaged ({fault.Message}); {Remedy(directory)}", fault);

    public static IndexUnreadableException Missing(string directory) =>
        new($"there is no index in {directory}; it is made when the gateway or the indexer runs on that data directory");

    private static string Remedy(string directory) => $"stop what uses it and delete {directory}: it is rebuilt from the ledger at the next start";
}
