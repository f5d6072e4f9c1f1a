namespace Snowtrail.Roles.Tests;

internal static class Same
{
    /// <summary>The same ids with the same contents; the first difference is shown.</summary>
    public static void Documents(IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (id, document) in expected)
            Assert.Equal(document, actual[id]);
    }
}
