using Snowtrail.Indexer.Elastic.Connecting;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>Judges answers. Pure: the same answer is judged the same.</summary>
internal static class BulkVerdict
{
    /// <summary>What becomes of a document that was answered with <paramref name="item"/>.</summary>
    /// <param name="item">The item of the answer.</param>
    /// <param name="grows">Whether the document may be written again with more in it, as a finding is; others never change.</param>
    public static BulkOutcome Of(BulkReplyItem item, bool grows) => item.Status switch
    {
        >= 200 and < 300 => BulkOutcome.Kept,
        409 => grows ? BulkOutcome.LookUp : BulkOutcome.Kept,
        400 when IsOfTheDocument(item.Error) => BulkOutcome.Parked,
        413 => BulkOutcome.Parked,
        _ => BulkOutcome.Again,
    };

    /// <summary>Whether an answer to the whole request means that it was too large, or that one of its documents made it invalid: smaller requests tell which.</summary>
    public static bool IsToBeSplit(ElasticReply reply) => reply.Status switch
    {
        413 => true,
        400 => reply.Error.Type is "action_request_validation_exception",
        _ => false,
    };

    // A 400 that names a pipeline, an alias or an operation is an operator's fault, and every document would go aside with it
    private static bool IsOfTheDocument(ElasticError error) => error.Type switch
    {
        "document_parsing_exception" or "mapper_parsing_exception" or "strict_dynamic_mapping_exception" or "parsing_exception"
            or "x_content_parse_exception" or "json_parse_exception" or "max_bytes_length_exceeded_exception" => true,
        "illegal_argument_exception" => error.Reason.Contains("immense", StringComparison.Ordinal),
        _ => false,
    };
}
