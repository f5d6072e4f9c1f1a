namespace Snowtrail.Enrichers.Jobs;

/// <summary>Patterns over dotted names: <c>*</c> stands for any run of characters; case does not count.</summary>
internal sealed class NamePatterns(IReadOnlyList<string> patterns)
{
    private readonly string[] _patterns = [.. patterns];

    public bool IsEmpty => _patterns.Length == 0;

    public bool Match(string name)
    {
        foreach (var pattern in _patterns)
            if (Match(pattern, name))
                return true;
        return false;
    }

    // Greedy with one point of return: linear in practice, never exponential
    private static bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, from = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, from) = (p++, n);
            else if (p < pattern.Length && char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(name[n]))
                (p, n) = (p + 1, n + 1);
            else if (star >= 0)
                (p, n) = (star + 1, ++from);
            else
                return false;
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
