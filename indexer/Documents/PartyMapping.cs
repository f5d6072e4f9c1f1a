using System.Net;
using Snowtrail.Indexer.Embedded.Schema;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>Who acted, from where, for which job: what several kinds of event share.</summary>
internal static class PartyMapping
{
    public static void Map(Agent? agent, FieldValues values)
    {
        if (agent is null)
            return;
        values.Set(Fields.UserName, agent.Subject);
        values.Set(Fields.AgentIssuer, agent.Issuer);
        values.Set(Fields.AgentKind, agent.Kind);
        values.Set(Fields.AgentOwner, agent.Owner);
        values.Set(Fields.AgentKeyId, agent.KeyId);
        values.Set(Fields.OnBehalfOf, agent.OnBehalfOf);
    }

    public static void MapRelated(FieldValues values, params ReadOnlySpan<string?> users)
    {
        var distinct = new List<string>(users.Length);
        foreach (var user in users)
        {
            if (!string.IsNullOrEmpty(user) && !distinct.Contains(user))
                distinct.Add(user);
        }

        values.Set(Fields.RelatedUser, distinct);
    }

    public static void Map(ClientInfo? client, FieldValues values)
    {
        if (client is null)
            return;
        values.Set(Fields.SourceAddress, client.Address);
        if (Address(client.Address) is { } ip)
        {
            values.Set(Fields.SourceIp, ip);
            values.Set(Fields.RelatedIp, ip);
        }

        if (client.Port > 0)
            values.Set(Fields.SourcePort, client.Port);
        values.Set(Fields.UserAgent, client.UserAgent);
        values.Set(Fields.ClientDriver, client.Driver);
        values.Set(Fields.ClientVersion, client.Version);
        values.Set(Fields.ClientApplication, client.Application);
        values.Set(Fields.ClientOs, client.Os);
    }

    public static void Map(SessionContext context, FieldValues values)
    {
        values.Set(Fields.UserEffectiveName, context.User);
        values.Set(Fields.UserRoles, context.Role);
        values.Set(Fields.SessionRole, context.Role);
        values.Set(Fields.SessionWarehouse, context.Warehouse);
        values.Set(Fields.SessionDatabase, context.Database);
        values.Set(Fields.SessionSchema, context.Schema);
        values.Set(Fields.DbNamespace, context.Schema is null ? context.Database : $"{context.Database}.{context.Schema}");
    }

    public static void Map(Job? job, FieldValues values)
    {
        values.Set(Fields.JobTrust, Words.Lower(job?.Trust ?? Trust.None));
        values.Set(Fields.ServiceName, job?.Name);
        values.Set(Fields.JobName, job?.Name);
        values.Set(Fields.JobSource, job?.Source);
        values.Set(Fields.JobRunId, job?.RunId);
    }

    public static void Map(JobMetadata? job, FieldValues values)
    {
        values.Set(Fields.JobTrust, Words.Lower(job?.Trust ?? Trust.None));
        if (job is null)
            return;
        values.Set(Fields.ServiceName, job.Name);
        values.Set(Fields.JobName, job.Name);
        values.Set(Fields.JobSource, job.Source);
        values.Set(Fields.JobRunId, job.RunId);
        values.Set(Fields.JobKnown, job.Known);
        values.Set(Fields.JobOwner, job.Owner);
        values.Set(Fields.JobDescription, job.Description);
        values.Set(Fields.JobSchedule, job.Schedule);
        values.Set(Fields.JobMismatch, job.Mismatch);
        values.Set(Fields.Tags, job.Tags);
    }

    /// <summary>The address in the form in which it is indexed; null for what is none, which then stays in <c>source.address</c> only.</summary>
    private static string? Address(string text)
    {
        if (IpKey.Parse(text) is not { } address)
            return null;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes())).ToString();
    }
}
