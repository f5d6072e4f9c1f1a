using System.Collections.Frozen;

namespace Snowtrail.Enrichers.Detections;

/// <summary>All rules of an enricher.</summary>
public sealed class RuleCatalog
{
    private readonly FrozenDictionary<string, Rule> _enabled;

    private RuleCatalog(IReadOnlyList<Rule> rules)
    {
        Rules = rules;
        _enabled = rules.Where(rule => rule.Enabled).ToFrozenDictionary(rule => rule.Id, StringComparer.Ordinal);
    }

    /// <summary>The rules that come with the product.</summary>
    public static RuleCatalog Default { get; } = Parse(EmbeddedText.Read("rules.yaml"));

    /// <summary>In the order of the file, disabled ones too.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The same rules with some replaced, by id; to switch one off or into shadow, or to move a threshold.</summary>
    public RuleCatalog With(params IReadOnlyList<Rule> replacements) =>
        new([.. Rules.Select(rule => replacements.FirstOrDefault(other => other.Id == rule.Id) ?? rule)]);

    /// <summary>Reads rules.</summary>
    /// <exception cref="FormatException">The text is not a rules file; every fault is in the message.</exception>
    public static RuleCatalog Parse(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return new(RuleFileReader.Read(yaml));
    }

    /// <summary>The enabled rule of that id, or null.</summary>
    internal Rule? Find(string id) => _enabled.GetValueOrDefault(id);
}
