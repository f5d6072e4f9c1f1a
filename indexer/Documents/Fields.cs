namespace Snowtrail.Indexer.Documents;

/// <summary>The fields by what they describe: ECS names first, OpenTelemetry's <c>db.*</c> second, <c>snowflake.*</c> for what neither has.</summary>
internal static partial class Fields
{
    internal static readonly FieldDefinition Timestamp = Date("@timestamp", "time; requested_at of a statement");
    internal static readonly FieldDefinition EcsVersion = Keyword("ecs.version", "constant 9.0.0");
    internal static readonly FieldDefinition Message = Text("message", "Alert.summary", search: true);
    internal static readonly FieldDefinition Tags = Keywords("tags", "job.tags");
    internal static readonly FieldDefinition StreamType = Keyword("data_stream.type", "constant logs");
    internal static readonly FieldDefinition StreamDataset = Keyword("data_stream.dataset", "kind of body");
    internal static readonly FieldDefinition StreamNamespace = Keyword("data_stream.namespace", "constant default");

    internal static readonly FieldDefinition EventId = Keyword("event.id", "id", search: true);
    internal static readonly FieldDefinition EventKind = Keyword("event.kind", "kind of body");
    internal static readonly FieldDefinition EventCategory = Keywords("event.category", "kind of body, analysis.class");
    internal static readonly FieldDefinition EventType = Keywords("event.type", "kind of body, analysis.class, completion.outcome");
    internal static readonly FieldDefinition EventAction = Keyword("event.action", "analysis.verb, or kind of body", search: true);
    internal static readonly FieldDefinition EventOutcome = Keyword("event.outcome", "completion.outcome");
    internal static readonly FieldDefinition EventReason = Keyword("event.reason", "decision.reason, reason", search: true);
    internal static readonly FieldDefinition EventDataset = Keyword("event.dataset", "kind of body");
    internal static readonly FieldDefinition EventModule = Keyword("event.module", "constant snowflake_gateway");
    internal static readonly FieldDefinition EventStart = Date("event.start", "requested_at");
    internal static readonly FieldDefinition EventEnd = Date("event.end", "completed_at");
    internal static readonly FieldDefinition EventDuration = Long("event.duration", "completion.duration_micros, in nanoseconds");
    internal static readonly FieldDefinition EventIngested = Date("event.ingested", "time of indexing");
    internal static readonly FieldDefinition EventSequence = Long("event.sequence", "request.session_sequence");
    internal static readonly FieldDefinition EventRiskScore = Double("event.risk_score", "risk.score, Alert.score");
    internal static readonly FieldDefinition EventRiskScoreNorm = Double("event.risk_score_norm", "risk.score, Alert.score");
    internal static readonly FieldDefinition EventSeverity = Long("event.severity", "Alert.severity; 21, 47, 73, 99 by risk.level");

    internal static readonly FieldDefinition UserName = Keyword("user.name", "agent.subject", search: true);
    internal static readonly FieldDefinition UserEffectiveName = Keyword("user.effective.name", "context.user", search: true);
    internal static readonly FieldDefinition UserRoles = Keywords("user.roles", "context.role");
    internal static readonly FieldDefinition RelatedUser = Keywords("related.user", "agent.subject, agent.on_behalf_of, context.user, claimed_user", search: true);
    internal static readonly FieldDefinition RelatedIp = Ips("related.ip", "client.address");
    internal static readonly FieldDefinition RelatedHosts = Keywords("related.hosts", "upstream");

    internal static readonly FieldDefinition SourceAddress = Keyword("source.address", "client.address", search: true);
    internal static readonly FieldDefinition SourceIp = Ip("source.ip", "client.address");
    internal static readonly FieldDefinition SourcePort = Long("source.port", "client.port");
    internal static readonly FieldDefinition UserAgent = Keyword("user_agent.original", "client.user_agent");
    internal static readonly FieldDefinition DestinationDomain = Keyword("destination.domain", "upstream");
    internal static readonly FieldDefinition HttpMethod = Keyword("http.request.method", "RequestRefused.method");
    internal static readonly FieldDefinition HttpBodyBytes = Long("http.request.body.bytes", "RequestRefused.bytes");
    internal static readonly FieldDefinition HttpStatus = Long("http.response.status_code", "RequestRefused.status");
    internal static readonly FieldDefinition UrlPath = Keyword("url.path", "RequestRefused.path", search: true);

    internal static readonly FieldDefinition ObserverVendor = Keyword("observer.vendor", "constant Snowtrail");
    internal static readonly FieldDefinition ObserverProduct = Keyword("observer.product", "constant Snowtrail");
    internal static readonly FieldDefinition ObserverType = Keyword("observer.type", "constant proxy");
    internal static readonly FieldDefinition ObserverName = Keyword("observer.name", "gateway_id");
    internal static readonly FieldDefinition ServiceName = Keyword("service.name", "job.name", search: true);
    internal static readonly FieldDefinition ServiceType = Keyword("service.type", "constant snowflake");

    internal static readonly FieldDefinition ErrorCode = Keyword("error.code", "completion.code, code", search: true);
    internal static readonly FieldDefinition ErrorMessage = Text("error.message", "completion.error_message, reason", search: true);

    private static FieldDefinition Keyword(string name, string source, bool search = false) => new(name, FieldType.Keyword, source, false, search);

    private static FieldDefinition Keywords(string name, string source, bool search = false) => new(name, FieldType.Keyword, source, true, search);

    private static FieldDefinition Text(string name, string source, bool search = false) => new(name, FieldType.Text, source, false, search);

    private static FieldDefinition Long(string name, string source) => new(name, FieldType.Long, source, false, false);

    private static FieldDefinition Double(string name, string source) => new(name, FieldType.Double, source, false, false);

    private static FieldDefinition Date(string name, string source) => new(name, FieldType.Date, source, false, false);

    private static FieldDefinition Boolean(string name, string source) => new(name, FieldType.Boolean, source, false, false);

    private static FieldDefinition Ip(string name, string source) => new(name, FieldType.Ip, source, false, false);

    private static FieldDefinition Ips(string name, string source) => new(name, FieldType.Ip, source, true, false);

    private static FieldDefinition Flattened(string name, string source) => new(name, FieldType.Flattened, source, false, false);

    private static FieldDefinition FlattenedMany(string name, string source) => new(name, FieldType.Flattened, source, true, false);
}
