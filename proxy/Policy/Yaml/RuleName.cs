namespace Snowtrail.Proxy.Policy.Yaml;

/// <summary>The form of names of rules and sets.</summary>
internal static class RuleName
{
    public const string Advice = "a name has 1 to 64 small letters, digits, - and _, and does not start with built-in-";

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 64 && name.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one is '-' or '_')
        && !name.StartsWith(BuiltInRules.Prefix, StringComparison.Ordinal);
}
