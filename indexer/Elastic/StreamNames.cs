namespace Snowtrail.Indexer.Elastic;

/// <summary>The data streams, one for each data set.</summary>
internal sealed class StreamNames(string @namespace)
{
    /// <summary>All data sets.</summary>
    public static IReadOnlyList<string> Datasets { get; } = [Documents.Datasets.Query, Documents.Datasets.Session, Documents.Datasets.Finding];

    /// <summary>The value of <c>data_stream.namespace</c>.</summary>
    public string Namespace => @namespace;

    /// <summary>All streams, joined as a path names them.</summary>
    public string All { get; } = string.Join(',', Datasets.Select(dataset => Name(dataset, @namespace)));

    /// <summary>The stream of a data set.</summary>
    public string Of(string dataset) => Name(dataset, @namespace);

    private static string Name(string dataset, string @namespace) => $"logs-{dataset}-{@namespace}";
}
