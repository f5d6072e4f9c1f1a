using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>Makes documents of enriched events. The same event gives the same document, apart from <c>event.ingested</c>.</summary>
public static class DocumentMapper
{
    /// <summary>The document of <paramref name="enriched"/>, indexed at <paramref name="ingested"/>.</summary>
    /// <exception cref="NotSupportedException">The body is of a kind that has no document.</exception>
    public static IndexDocument ToDocument(EnrichedEvent enriched, DateTimeOffset ingested)
    {
        var values = new FieldValues();
        using var json = new DocumentJson();
        return ToDocument(enriched, ingested, values, json);
    }

    /// <summary>The same, leaving the flat values in <paramref name="values"/>; its bytes are good until <paramref name="json"/> is used again.</summary>
    internal static IndexDocument ToDocument(
        EnrichedEvent enriched, DateTimeOffset ingested, FieldValues values, DocumentJson json, string @namespace = "default")
    {
        values.Clear();
        var dataset = MapBody(enriched, values);
        MapEnvelope(enriched, dataset, ingested, values);
        values.Set(Fields.StreamNamespace, @namespace);
        return new(enriched.Id, dataset, (DateTimeOffset)values[Fields.Timestamp]!, json.Write(values));
    }

    private static string MapBody(EnrichedEvent enriched, FieldValues values)
    {
        values.Set(Fields.Timestamp, enriched.Time);
        switch (enriched.Body)
        {
            case EnrichedStatement statement:
                StatementMapping.Map(statement, values);
                return Datasets.Query;
            case Alert alert:
                AlertMapping.Map(alert, values);
                return Datasets.Finding;
            case SessionOpened opened:
                SessionMapping.Map(opened, values);
                return Datasets.Session;
            case SessionClosed closed:
                SessionMapping.Map(closed, values);
                return Datasets.Session;
            case LoginFailed failed:
                SessionMapping.Map(failed, values);
                return Datasets.Session;
            case RequestRefused refused:
                SessionMapping.Map(refused, values);
                return Datasets.Session;
            default:
                throw new NotSupportedException($"no document is made of a {enriched.Body.GetType().Name}");
        }
    }

    private static void MapEnvelope(EnrichedEvent enriched, string dataset, DateTimeOffset ingested, FieldValues values)
    {
        if (string.IsNullOrEmpty(enriched.Id))
            throw new NotSupportedException("an event without an id has no document");
        values.Set(Fields.EventId, enriched.Id);
        values.Set(Fields.EventDataset, dataset);
        values.Set(Fields.EventModule, Datasets.Module);
        values.Set(Fields.EventIngested, ingested);
        values.Set(Fields.StreamType, "logs");
        values.Set(Fields.StreamDataset, dataset);
        values.Set(Fields.EcsVersion, "9.0.0");
        values.Set(Fields.ObserverVendor, "Snowtrail");
        values.Set(Fields.ObserverProduct, "Snowtrail");
        values.Set(Fields.ObserverType, "proxy");
        values.Set(Fields.ObserverName, enriched.GatewayId);
        values.Set(Fields.ServiceType, "snowflake");
        values.Set(Fields.DbSystem, "snowflake");
        values.Set(Fields.LedgerSequence, enriched.Sequence);
    }
}
