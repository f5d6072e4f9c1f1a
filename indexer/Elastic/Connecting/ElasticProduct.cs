namespace Snowtrail.Indexer.Elastic.Connecting;

/// <summary>The servers that can be spoken to.</summary>
internal enum ElasticProduct
{
    Elasticsearch,
    OpenSearch,
}
