using System.Text;

namespace Snowtrail.Proxy.Policy;

/// <summary>Enumerated values as a policy file writes them: <c>FileTransfer</c> is <c>file_transfer</c>.</summary>
internal static class PolicyWords
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var word = new StringBuilder(name.Length + 4);
        for (var index = 0; index < name.Length; index++)
        {
            if (index > 0 && char.IsAsciiLetterUpper(name[index]))
                word.Append('_');
            word.Append(char.ToLowerInvariant(name[index]));
        }

        return word.ToString();
    }

    public static IReadOnlyDictionary<string, T> All<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(Of, value => value, StringComparer.Ordinal);

    /// <summary>The known word nearest to a mistyped one; null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var best = known.Select(one => (one, distance: Distance(word, one))).OrderBy(pair => pair.distance).FirstOrDefault();
        return best.one is not null && best.distance <= Math.Max(1, best.one.Length / 3) ? best.one : null;
    }

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
