using System.Security.Cryptography;
using System.Text;
using Snowtrail.Proxy.Policy.Yaml;

namespace Snowtrail.Proxy.Policy;

/// <summary>One policy file as it is meant: immutable, swapped as a whole.</summary>
public sealed class PolicySnapshot
{
    internal PolicySnapshot(string version, string contact, bool allowByDefault, IReadOnlyList<PolicyRule> rules)
    {
        Version = version;
        Contact = contact;
        AllowByDefault = allowByDefault;
        Rules = rules;
    }

    /// <summary>First 12 hexadecimal digits of the SHA-256 of the file (UTF-8).</summary>
    public string Version { get; }

    /// <summary>Whom to ask where a rule names nobody.</summary>
    public string Contact { get; }

    /// <summary>Names of the rules in order.</summary>
    public IReadOnlyList<string> RuleNames => [.. Rules.Select(rule => rule.Name)];

    /// <summary>
    /// Tables of the set named <c>pii</c>, as <c>DB.SCHEMA.NAME</c> with <c>*</c> for any: what the file says is personal data, for those who watch
    /// how it is read. Empty when the file has no set of that name.
    /// </summary>
    public IReadOnlyList<string> PiiTables { get; internal init; } = [];

    internal bool AllowByDefault { get; }

    internal IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Reads a policy file. Strict: one fault refuses the whole file, and all faults are listed.</summary>
    /// <param name="yaml">Text of the file.</param>
    public static PolicyParse Parse(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return PolicyReader.Read(yaml, VersionOf(yaml));
    }

    private static string VersionOf(string yaml) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)).AsSpan(0, 6));
}
