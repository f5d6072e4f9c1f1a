using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>How a statement ended and what it delivered.</summary>
internal static class CompletionMapping
{
    private const long NanosPerMicro = 1_000;

    public static void Map(StatementCompleted completion, FieldValues values)
    {
        values.Set(Fields.EventDuration, completion.DurationMicros * NanosPerMicro);
        values.Set(Fields.ErrorCode, completion.Code);
        values.Set(Fields.ErrorMessage, completion.ErrorMessage);
        values.Set(Fields.DbStatusCode, completion.Code);
        values.Set(Fields.DbReturnedRows, completion.Rows);
        values.Set(Fields.QueryId, completion.QueryId);
        values.Set(Fields.QueryTypeId, completion.StatementTypeId);
        values.Set(Fields.QueryOutcome, Words.Lower(completion.Outcome));
        values.Set(Fields.QuerySqlState, completion.SqlState);
        values.Set(Fields.QueryHeld, completion.HeldMicros);
        values.Set(Fields.QueryFirstByte, completion.FirstByteMicros);
        values.Set(Fields.QueryRecovered, completion.Recovered);
        MapResult(completion, values);
    }

    private static void MapResult(StatementCompleted completion, FieldValues values)
    {
        values.Set(Fields.ResultRows, completion.Rows);
        values.Set(Fields.ResultRowsInline, completion.RowsInline);
        values.Set(Fields.ResultRowsAffected, completion.RowsAffected);
        values.Set(Fields.ResultBytes, completion.Bytes);
        values.Set(Fields.ResultBytesInline, completion.BytesInline);
        values.Set(Fields.ResultChunks, completion.Chunks);
        values.Set(Fields.ResultFormat, completion.Format);
        values.Set(Fields.ResultDigest, completion.Digest);
        values.Set(Fields.ResultColumns, [.. completion.Columns.Select(column => column.Name)]);
    }
}
