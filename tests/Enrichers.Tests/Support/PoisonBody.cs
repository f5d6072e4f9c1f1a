using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Support;

/// <summary>A kind of event that no enricher knows.</summary>
internal sealed record PoisonBody : IAuditEventBody;
