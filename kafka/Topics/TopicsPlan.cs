using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Snowtrail.Kafka.Wire;

namespace Snowtrail.Kafka.Topics;

/// <summary>The product's topics and schemas as they ought to be, and what brings a cluster there.</summary>
public sealed class TopicsPlan
{
    private const int RecordBytesMax = 20 * 1024 * 1024;
    private static readonly TimeSpan RequestMax = TimeSpan.FromSeconds(15);
    private readonly AuditTopics _topics;
    private readonly TopicsOptions _options;

    /// <summary>Nothing is asked or done yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public TopicsPlan(AuditTopics? topics = null, TopicsOptions? options = null)
    {
        _topics = topics ?? new();
        _options = options ?? new();
        _options.Validate();
    }

    /// <summary>Each topic as it ought to be.</summary>
    public IReadOnlyList<TopicPlan> Topics =>
    [
        new(_topics.Raw.Name, _options.Partitions, Kept(_options.Retention)),
        new(_topics.Enriched.Name, _options.Partitions, Kept(_options.Retention)),
        new(_topics.Alerts.Name, _options.Partitions, Kept(_options.Retention)),
        new(_topics.Control, 1, Kept(_options.Retention)),
        new(_topics.State, _options.Partitions, Compacted()),
        new(_topics.Parked.Name, 1, Kept(_options.ParkedRetention)),
    ];

    /// <summary>
    /// Creates what is missing, changes what can be changed without losing anything, reports what else differs. May run again at any time, also
    /// beside itself. Without a registry it does topics only.
    /// </summary>
    /// <exception cref="KafkaEdgeException">The brokers do not answer, or refuse to say what is there.</exception>
    public async Task<TopicsReport> ApplyAsync(KafkaConnection connection, SchemaRegistryOptions? registry = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        List<TopicsLine> lines = [];
        try
        {
            await ApplyTopicsAsync(connection, lines);
        }
        catch (KafkaException fault)
        {
            throw new KafkaEdgeException($"the brokers do not answer ({fault.Error.Code})", fault);
        }

        if (registry is not null)
            await new SchemaPlan(_topics).ApplyAsync(registry, lines);
        return new(lines);
    }

    private async Task ApplyTopicsAsync(KafkaConnection connection, List<TopicsLine> lines)
    {
        using var admin = new AdminClientBuilder(connection.Apply(new AdminClientConfig())).SetLogHandler((_, _) => { }).Build();
        var metadata = admin.GetMetadata(RequestMax);
        var existing = metadata.Topics.ToDictionary(topic => topic.Topic, StringComparer.Ordinal);
        foreach (var plan in Topics)
        {
            if (existing.TryGetValue(plan.Name, out var found))
                await CompareAsync(admin, plan, found, lines);
            else
                lines.Add(await CreateAsync(admin, plan, metadata.Brokers.Count));
        }
    }

    private async Task<TopicsLine> CreateAsync(IAdminClient admin, TopicPlan plan, int brokers)
    {
        var replicas = _options.ReplicationFactor > 0 ? _options.ReplicationFactor : (short)Math.Min(3, brokers);
        var settings = new Dictionary<string, string>(plan.Settings) { ["min.insync.replicas"] = replicas >= 3 ? "2" : "1" };
        try
        {
            await admin.CreateTopicsAsync(
                [new() { Name = plan.Name, NumPartitions = plan.Partitions, ReplicationFactor = replicas, Configs = settings }],
                new() { RequestTimeout = RequestMax, OperationTimeout = RequestMax });
            return new(plan.Name, TopicOutcome.Created, $"{plan.Partitions} partitions, {replicas} replicas");
        }
        catch (CreateTopicsException fault) when (fault.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            return new(plan.Name, TopicOutcome.Unchanged, "");
        }
        catch (CreateTopicsException fault)
        {
            return new(plan.Name, TopicOutcome.Failed, fault.Results[0].Error.Reason);
        }
    }

    private static async Task CompareAsync(IAdminClient admin, TopicPlan plan, TopicMetadata found, List<TopicsLine> lines)
    {
        var before = lines.Count;
        if (found.Partitions.Count != plan.Partitions)
            lines.Add(new(plan.Name, TopicOutcome.Drift, $"{found.Partitions.Count} partitions, planned {plan.Partitions}"));
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = plan.Name };
        var described = await admin.DescribeConfigsAsync([resource], new() { RequestTimeout = RequestMax });
        var settings = described[0].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Value ?? "", StringComparer.Ordinal);
        foreach (var (setting, now, wanted, isSafe) in TopicDrift.Compare(plan, settings))
            lines.Add(isSafe ? await ChangeAsync(admin, resource, setting, now, wanted)
                : new(plan.Name, TopicOutcome.Drift, $"{setting} is {now}, planned {wanted}"));
        if (lines.Count == before)
            lines.Add(new(plan.Name, TopicOutcome.Unchanged, ""));
    }

    private static async Task<TopicsLine> ChangeAsync(IAdminClient admin, ConfigResource resource, string setting, string now, string wanted)
    {
        try
        {
            var entry = new ConfigEntry { Name = setting, Value = wanted, IncrementalOperation = AlterConfigOpType.Set };
            await admin.IncrementalAlterConfigsAsync(new() { [resource] = [entry] }, new() { RequestTimeout = RequestMax });
            return new(resource.Name, TopicOutcome.Changed, $"{setting} from {now} to {wanted}");
        }
        catch (IncrementalAlterConfigsException fault)
        {
            return new(resource.Name, TopicOutcome.Failed, $"{setting}: {fault.Results[0].Error.Reason}");
        }
    }

    private static Dictionary<string, string> Kept(TimeSpan retention) => new()
    {
        ["cleanup.policy"] = "delete",
        ["retention.ms"] = ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        ["max.message.bytes"] = RecordBytesMax.ToString(CultureInfo.InvariantCulture),
    };

    // Small segments, compacted soon: a take-over reads the whole topic partition
    private static Dictionary<string, string> Compacted() => new()
    {
        ["cleanup.policy"] = "compact",
        ["segment.bytes"] = (32 * 1024 * 1024).ToString(CultureInfo.InvariantCulture),
        ["segment.ms"] = "600000",
        ["min.cleanable.dirty.ratio"] = "0.1",
        ["max.message.bytes"] = RecordBytesMax.ToString(CultureInfo.InvariantCulture),
    };
}
