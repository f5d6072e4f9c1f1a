namespace Snowtrail.Proxy.Sql;

/// <summary>
/// Compares names where it decides what is protected. Case does not count, though a quoted name has one: with
/// <c>QUOTED_IDENTIFIERS_IGNORE_CASE</c>, which any session may set, <c>"customers"</c> is <c>CUSTOMERS</c>.
/// </summary>
internal static class SqlNames
{
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    public static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a name that another spelling can mean.</summary>
    public static bool HasCase(string? name) => name is not null && name.Any(char.IsLower);
}
