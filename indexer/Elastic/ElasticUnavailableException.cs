namespace Snowtrail.Indexer.Elastic;

/// <summary>The server did not answer, or refused for a reason that an operator must mend. The message says it in a sentence, without secrets.</summary>
public sealed class ElasticUnavailableException(string message) : Exception(message);
