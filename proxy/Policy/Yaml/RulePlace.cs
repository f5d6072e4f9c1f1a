namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>Where a rule stands, and whether it was read without a fault of its own.</summary>
internal readonly record struct RulePlace(int Line, string Path, bool IsSound);
