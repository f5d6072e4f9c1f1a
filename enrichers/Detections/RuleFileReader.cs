using Snowtrail.Schemas;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Snowtrail.Enrichers.Detections;

/// <summary>Reads a rules file; an unknown key, a missing one or a value out of range refuses it as a whole.</summary>
internal static class RuleFileReader
{
    private static readonly IDeserializer Yaml =
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build();

    public static IReadOnlyList<Rule> Read(string yaml)
    {
        RuleFile file;
        try
        {
            file = Yaml.Deserialize<RuleFile>(yaml) ?? new();
        }
        catch (YamlException fault)
        {
            throw new FormatException($"line {fault.Start.Line}: {fault.InnerException?.Message ?? fault.Message}", fault);
        }

        var faults = Faults(file).ToArray();
        return faults.Length == 0 ? [.. file.Rules.Select(Made)] : throw new FormatException(string.Join("; ", faults));
    }

    private static IEnumerable<string> Faults(RuleFile file)
    {
        var ids = new HashSet<string>();
        foreach (var rule in file.Rules)
        {
            if (rule.Id.IndexOf('-', StringComparison.Ordinal) < 1)
                yield return $"`{rule.Id}` is not an id such as EXF-01";
            if (!ids.Add(rule.Id))
                yield return $"{rule.Id} is there twice";
            if (rule.Name.Length == 0 || rule.Version.Length == 0 || rule.Fires.Length == 0)
                yield return $"{rule.Id} lacks name, version or fires";
            if (!Enum.TryParse<RuleKind>(rule.Kind, ignoreCase: true, out _))
                yield return $"{rule.Id}: kind is `factor` or `detection`";
            if (rule.Weight is not (>= 0 and <= 100))
                yield return $"{rule.Id}: weight is 0 to 100";
        }
    }

    private static Rule Made(RuleEntry entry) => new()
    {
        Id = entry.Id,
        Name = entry.Name,
        Version = entry.Version,
        Kind = Enum.Parse<RuleKind>(entry.Kind, ignoreCase: true),
        Weight = entry.Weight,
        Fires = entry.Fires,
        Enabled = entry.Enabled,
        Shadow = entry.Shadow,
        Parameters = entry.Parameters,
        Techniques =
        [
            .. entry.Techniques.Select(one => new Technique { Id = one.Id, Name = one.Name, TacticId = one.TacticId, TacticName = one.TacticName }),
        ],
        Causes = entry.Causes,
        Action = entry.Action,
    };

    private sealed class RuleFile
    {
        public List<RuleEntry> Rules { get; set; } = [];
    }

    private sealed class RuleEntry
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public string Version { get; set; } = "";
        public string Kind { get; set; } = "";
        public double Weight { get; set; } = -1;
        public string Fires { get; set; } = "";
        public bool Enabled { get; set; } = true;
        public bool Shadow { get; set; }
        public Dictionary<string, double> Parameters { get; set; } = [];
        public List<TechniqueEntry> Techniques { get; set; } = [];
        public string Causes { get; set; } = "";
        public string Action { get; set; } = "";
    }

    private sealed class TechniqueEntry
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public string TacticId { get; set; } = "";
        public string TacticName { get; set; } = "";
    }
}
