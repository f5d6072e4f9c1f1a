using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Snowtrail.Enrichers.Jobs;

/// <summary>Reads YAML into jobs and says everything that is wrong with it.</summary>
internal sealed class JobFileReader
{
    private static readonly HashSet<string> Fields = ["name", "owner", "description", "schedule", "tags", "datasets"];
    private readonly List<JobDefinition> _jobs = [];
    private readonly List<JobFault> _faults = [];

    public (IReadOnlyList<JobDefinition> Jobs, IReadOnlyList<JobFault> Faults) Read(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count > 1)
                _faults.Add(new(0, "a jobs file is one YAML document"));
            else if (stream.Documents.Count == 1)
                Root(stream.Documents[0].RootNode);
        }
        catch (YamlException fault)
        {
            _faults.Add(new(fault.Start.Line, fault.Message));
        }

        return (_jobs, _faults);
    }

    private void Root(YamlNode node)
    {
        if (node is not YamlMappingNode root)
        {
            Fault(node, "the file holds `jobs:` and a list under it");
            return;
        }

        foreach (var (key, value) in root.Children)
        {
            if (Text(key) != "jobs")
                Fault(key, $"unknown key `{Text(key)}`; the only one is `jobs`");
            else if (value is YamlSequenceNode list)
                foreach (var job in list)
                    ReadJob(job);
            else
                Fault(value, "`jobs` is a list");
        }
    }

    private void ReadJob(YamlNode node)
    {
        if (node is not YamlMappingNode job)
        {
            Fault(node, "a job is a mapping with at least `name`");
            return;
        }

        foreach (var key in job.Children.Keys)
            if (!Fields.Contains(Text(key)))
                Fault(key, $"unknown field `{Text(key)}` of a job");
        var name = Scalar(job, "name");
        if (string.IsNullOrWhiteSpace(name))
            Fault(job, "a job has a `name`");
        else if (_jobs.Any(other => other.Name == name))
            Fault(job, $"the job `{name}` is declared twice");
        else
            _jobs.Add(new(name, Scalar(job, "owner"), Scalar(job, "description"), Scalar(job, "schedule"), List(job, "tags"), Reads(job)));
    }

    private List<string> Reads(YamlMappingNode job)
    {
        if (!job.Children.TryGetValue("datasets", out var node))
            return [];
        if (node is not YamlMappingNode datasets)
        {
            Fault(node, "`datasets` is a mapping with `read`");
            return [];
        }

        foreach (var key in datasets.Children.Keys)
            if (Text(key) != "read")
                Fault(key, $"unknown field `{Text(key)}` of `datasets`; the only one is `read`");
        return List(datasets, "read");
    }

    private string? Scalar(YamlMappingNode job, string field)
    {
        if (!job.Children.TryGetValue(field, out var node))
            return null;
        if (node is YamlScalarNode scalar)
            return scalar.Value;
        Fault(node, $"`{field}` is a text");
        return null;
    }

    private List<string> List(YamlMappingNode job, string field)
    {
        var texts = new List<string>();
        if (!job.Children.TryGetValue(field, out var node))
            return texts;
        if (node is not YamlSequenceNode list)
        {
            Fault(node, $"`{field}` is a list of texts");
            return texts;
        }

        foreach (var item in list)
            if (item is YamlScalarNode { Value.Length: > 0 } scalar)
                texts.Add(scalar.Value);
            else
                Fault(item, $"`{field}` is a list of texts");
        return texts;
    }

    private static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    private void Fault(YamlNode where, string message) => _faults.Add(new(where.Start.Line, message));
}
