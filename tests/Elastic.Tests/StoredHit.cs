using System.Text.Json.Nodes;

namespace Snowtrail.Elastic.Tests;

/// <summary>A document as the server holds it.</summary>
internal sealed record StoredHit(string Id, string Index, JsonNode Source);
