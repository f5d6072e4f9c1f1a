namespace Snowtrail.Indexer.Documents;

/// <summary>The statement, its session and its result.</summary>
internal static partial class Fields
{
    internal static readonly FieldDefinition DbSystem = Keyword("db.system.name", "constant snowflake");
    internal static readonly FieldDefinition DbNamespace = Keyword("db.namespace", "context.database, context.schema");
    internal static readonly FieldDefinition DbQueryText = Text("db.query.text", "request.sql_text", search: true);
    internal static readonly FieldDefinition DbQuerySummary = Keyword("db.query.summary", "analysis.verb, reads, writes");
    internal static readonly FieldDefinition DbOperation = Keyword("db.operation.name", "analysis.verb");
    internal static readonly FieldDefinition DbBatchSize = Long("db.operation.batch.size", "analysis.statements, when more than one");
    internal static readonly FieldDefinition DbCollection = Keyword("db.collection.name", "analysis.reads and writes, when exactly one");
    internal static readonly FieldDefinition DbStatusCode = Keyword("db.response.status_code", "completion.code");
    internal static readonly FieldDefinition DbReturnedRows = Long("db.response.returned_rows", "completion.rows");

    internal static readonly FieldDefinition QueryId = Keyword("snowflake.query.id", "completion.query_id", search: true);
    internal static readonly FieldDefinition QueryHash = Keyword("snowflake.query.hash", "request.sql_hash");
    internal static readonly FieldDefinition QueryFingerprint = Keyword("snowflake.query.fingerprint", "analysis.fingerprint");
    internal static readonly FieldDefinition QueryType = Keyword("snowflake.query.type", "analysis.verb");
    internal static readonly FieldDefinition QueryClass = Keyword("snowflake.query.class", "analysis.class");
    internal static readonly FieldDefinition QueryTypeId = Long("snowflake.query.type_id", "completion.statement_type_id");
    internal static readonly FieldDefinition QueryRequestId = Keyword("snowflake.query.request_id", "request.request_id");
    internal static readonly FieldDefinition QueryAttempts = Long("snowflake.query.attempts", "attempts");
    internal static readonly FieldDefinition QueryDescribeOnly = Boolean("snowflake.query.describe_only", "request.describe_only");
    internal static readonly FieldDefinition QueryAsync = Boolean("snowflake.query.async", "request.async");
    internal static readonly FieldDefinition QueryInternal = Boolean("snowflake.query.internal", "request.internal");
    internal static readonly FieldDefinition QueryParse = Keyword("snowflake.query.parse", "analysis.parse");
    internal static readonly FieldDefinition QueryStatements = Long("snowflake.query.statement_count", "analysis.statements");
    internal static readonly FieldDefinition QueryBytes = Long("snowflake.query.bytes", "request.sql_bytes");
    internal static readonly FieldDefinition QueryFunctions = Keywords("snowflake.query.functions", "analysis.functions");
    internal static readonly FieldDefinition QueryFlags = Keywords("snowflake.query.flags", "analysis.flags");
    internal static readonly FieldDefinition QueryBinds = FlattenedMany("snowflake.query.binds", "request.binds");
    internal static readonly FieldDefinition QueryOutcome = Keyword("snowflake.query.outcome", "completion.outcome");
    internal static readonly FieldDefinition QuerySqlState = Keyword("snowflake.query.sql_state", "completion.sql_state");
    internal static readonly FieldDefinition QueryHeld = Long("snowflake.query.held_micros", "completion.held_micros");
    internal static readonly FieldDefinition QueryFirstByte = Long("snowflake.query.first_byte_micros", "completion.first_byte_micros");
    internal static readonly FieldDefinition QueryRecovered = Boolean("snowflake.query.recovered", "completion.recovered");

    internal static readonly FieldDefinition SessionId = Keyword("snowflake.session.id", "session_id", search: true);
    internal static readonly FieldDefinition SessionUpstreamId = Keyword("snowflake.session.upstream_id", "SessionOpened.upstream_session_id");
    internal static readonly FieldDefinition SessionRole = Keyword("snowflake.session.role", "context.role");
    internal static readonly FieldDefinition SessionWarehouse = Keyword("snowflake.session.warehouse", "context.warehouse");
    internal static readonly FieldDefinition SessionDatabase = Keyword("snowflake.session.database", "context.database");
    internal static readonly FieldDefinition SessionSchema = Keyword("snowflake.session.schema", "context.schema");
    internal static readonly FieldDefinition SessionAuthenticator = Keyword("snowflake.session.authenticator", "authenticator");
    internal static readonly FieldDefinition SessionEnd = Keyword("snowflake.session.end", "SessionClosed.end");
    internal static readonly FieldDefinition SessionEndedBy = Keyword("snowflake.session.ended_by", "SessionClosed.by");
    internal static readonly FieldDefinition SessionStatements = Long("snowflake.session.statements", "SessionClosed.statements");
    internal static readonly FieldDefinition ClientDriver = Keyword("snowflake.session.client.driver", "client.driver");
    internal static readonly FieldDefinition ClientVersion = Keyword("snowflake.session.client.version", "client.version");
    internal static readonly FieldDefinition ClientApplication = Keyword("snowflake.session.client.application", "client.application");
    internal static readonly FieldDefinition ClientOs = Keyword("snowflake.session.client.os", "client.os");

    internal static readonly FieldDefinition ObjectsRead = Keywords("snowflake.objects.read", "analysis.reads, Alert.objects", search: true);
    internal static readonly FieldDefinition ObjectsBaseRead = Keywords("snowflake.objects.base_read", "analysis.base_reads");
    internal static readonly FieldDefinition ObjectsWritten = Keywords("snowflake.objects.written", "analysis.writes", search: true);
    internal static readonly FieldDefinition ObjectsStages = Keywords("snowflake.objects.stages", "analysis.stages", search: true);
    internal static readonly FieldDefinition ObjectsUrls = Keywords("snowflake.objects.urls", "analysis.urls", search: true);
    internal static readonly FieldDefinition ObjectsColumns = Keywords("snowflake.objects.columns", "analysis.columns");

    internal static readonly FieldDefinition ResultRows = Long("snowflake.result.rows", "completion.rows");
    internal static readonly FieldDefinition ResultRowsInline = Long("snowflake.result.rows_inline", "completion.rows_inline");
    internal static readonly FieldDefinition ResultRowsAffected = Long("snowflake.result.rows_affected", "completion.rows_affected");
    internal static readonly FieldDefinition ResultBytes = Long("snowflake.result.bytes", "completion.bytes");
    internal static readonly FieldDefinition ResultBytesInline = Long("snowflake.result.bytes_inline", "completion.bytes_inline");
    internal static readonly FieldDefinition ResultChunks = Long("snowflake.result.chunks", "completion.chunks");
    internal static readonly FieldDefinition ResultFormat = Keyword("snowflake.result.format", "completion.format");
    internal static readonly FieldDefinition ResultDigest = Keyword("snowflake.result.digest", "completion.digest");
    internal static readonly FieldDefinition ResultColumns = Keywords("snowflake.result.columns", "completion.columns, names");
}
