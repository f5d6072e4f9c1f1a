using System.Text;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>
/// A pattern of <c>*</c> (any run) and <c>?</c> (any one character), matched without backtracking beyond the last star: no pattern is slow, as
/// an automaton of one can be.
/// </summary>
internal sealed class WildcardPattern
{
    private const int Any = -1;
    private const int Run = -2;
    private readonly int[] _runes;

    private WildcardPattern(int[] runes) => _runes = runes;

    /// <summary>The literal text before the first wildcard.</summary>
    public string Prefix => Literal(_runes.TakeWhile(rune => rune >= 0));

    /// <summary>Whether it is text and one star behind it.</summary>
    public bool IsPrefix => _runes.Length > 0 && _runes[^1] == Run && _runes.AsSpan(0, _runes.Length - 1).IndexOfAnyInRange(Run, Any) < 0;

    /// <param name="raw">The pattern; a backslash makes the next character literal.</param>
    /// <param name="lower">Whether literals are brought to lower case, as the words of a text field are.</param>
    public static WildcardPattern Of(string raw, bool lower = false)
    {
        var runes = new List<int>(raw.Length);
        for (var at = 0; at < raw.Length; at++)
        {
            switch (raw[at])
            {
                case '*':
                    runes.Add(Run);
                    break;
                case '?':
                    runes.Add(Any);
                    break;
                default:
                    runes.Add(Unit(raw, ref at, lower));
                    break;
            }
        }

        return new([.. runes]);
    }

    /// <summary>The pattern as Lucene and its servers write it.</summary>
    public string ToLucene()
    {
        var text = new StringBuilder(_runes.Length);
        foreach (var rune in _runes)
        {
            if (rune is '*' or '?' or '\\')
                text.Append('\\');
            text.Append(rune switch { Run => '*', Any => '?', _ => (char)rune });
        }

        return text.ToString();
    }

    public bool IsMatch(string text)
    {
        var (at, rune, star, resume) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (rune < _runes.Length && (_runes[rune] == Any || _runes[rune] == text[at]))
            {
                at += _runes[rune] == Any && char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
                rune++;
            }
            else if (rune < _runes.Length && _runes[rune] == Run)
            {
                (star, resume) = (rune++, at);
            }
            else if (star >= 0)
            {
                (rune, at) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        while (rune < _runes.Length && _runes[rune] == Run)
            rune++;
        return rune == _runes.Length;
    }

    private static int Unit(string raw, ref int at, bool lower)
    {
        var unit = raw[at] == '\\' && at + 1 < raw.Length ? Escapes.Read(raw, ref at) : raw[at];
        return lower ? char.ToLowerInvariant(unit) : unit;
    }

    private static string Literal(IEnumerable<int> units) => units.Aggregate(new StringBuilder(), (text, unit) => text.Append((char)unit)).ToString();
}
