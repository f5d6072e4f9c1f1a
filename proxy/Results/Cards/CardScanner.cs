using System.Buffers;
using System.Runtime.InteropServices;

namespace Snowtrail.Proxy.Results.Cards;

/// <summary>
/// Finds card numbers in text: 12 to 19 digits by issuer and Luhn, bare or in the groups that are printed on cards with one kind of blank
/// or hyphen between them, in longer text but not in longer runs of digits. One instance serves one thread; its lists are used again.
/// </summary>
internal sealed class CardScanner
{
    private static readonly SearchValues<byte> PlainDigits = SearchValues.Create([.. "0123456789"u8, 0xEF, (byte)'\\']);

    private readonly List<byte> _digits = [];
    private readonly List<(int Start, int End)> _places = [];
    private readonly List<(int First, int Separator)> _groups = [];

    /// <summary>Card numbers of the last scan.</summary>
    public List<CardMatch> Matches { get; } = [];

    /// <summary>Digits of them that have to be hidden, in order: all but the last four of each.</summary>
    public List<(int Start, int End)> Hidden { get; } = [];

    /// <summary>Looks through a text.</summary>
    /// <param name="text">UTF-8, or the inside of a JSON string.</param>
    /// <param name="json">True when JSON escapes stand for characters.</param>
    /// <returns>True when there is any card number.</returns>
    public bool Scan(ReadOnlySpan<byte> text, bool json)
    {
        Matches.Clear();
        Hidden.Clear();
        if (text.Length < CardNumber.LengthMin)
            return false;
        var at = 0;
        var fraction = false;
        while (at < text.Length)
        {
            var skip = text[at..].IndexOfAny(PlainDigits);
            if (skip < 0)
                break;
            fraction = skip == 0 && fraction;
            at += skip;
            var unit = TextUnit.Read(text[at..], json);
            if (unit.Digit < 0)
            {
                fraction = false;
                at += unit.Length;
                continue;
            }

            at = Cluster(text, at, json, fraction);
            fraction = at < text.Length && text[at] == '.';
            if (fraction)
                at++;
        }

        return Matches.Count > 0;
    }

    // Groups of digits with single separators between them, from the digit at `at`; returns where they end.
    private int Cluster(ReadOnlySpan<byte> text, int at, bool json, bool isFraction)
    {
        _digits.Clear();
        _places.Clear();
        _groups.Clear();
        _groups.Add((0, 0));
        var end = at;
        var separator = 0;
        while (at < text.Length)
        {
            var unit = TextUnit.Read(text[at..], json);
            if (unit.Digit >= 0)
            {
                if (separator != 0)
                    _groups.Add((_digits.Count, separator));
                separator = 0;
                _digits.Add((byte)unit.Digit);
                _places.Add((at, at + unit.Length));
                end = at + unit.Length;
            }
            else if (unit.Separator != 0 && separator == 0)
                separator = unit.Separator;
            else if (!unit.IsInvisible)
                break;
            at += unit.Length;
        }

        Judge(isFraction, HasFraction(text, end));
        return end;
    }

    private void Judge(bool firstIsFraction, bool lastHasFraction)
    {
        for (var group = firstIsFraction ? 1 : 0; group < _groups.Count; group++)
        {
            for (var count = Math.Min(5, _groups.Count - group); count > 0; count--)
            {
                if (count == 1 && lastHasFraction && group == _groups.Count - 1)
                    continue;
                if (IsPrinted(group, count) && Accept(_groups[group].First, End(group + count - 1)))
                {
                    group += count - 1;
                    break;
                }
            }
        }
    }

    private bool Accept(int first, int end)
    {
        if (!CardNumber.IsValid(CollectionsMarshal.AsSpan(_digits)[first..end]))
            return false;
        Matches.Add(new CardMatch(_places[first].Start, _places[end - 1].End));
        Hidden.AddRange(CollectionsMarshal.AsSpan(_places)[first..(end - 4)]);
        return true;
    }

    private bool IsPrinted(int group, int count)
    {
        for (var next = group + 2; next < group + count; next++)
        {
            if (_groups[next].Separator != _groups[group + 1].Separator)
                return false;
        }

        return count switch
        {
            1 => true,
            3 => Size(group) == 4 && (Size(group + 1), Size(group + 2)) is (6, 4) or (6, 5) or (4, 5),
            4 => Size(group) == 4 && ((Size(group + 1), Size(group + 2), Size(group + 3)) is (4, 4, >= 1 and <= 4) or (3, 3, 3)),
            5 => Size(group) == 4 && Size(group + 1) == 4 && Size(group + 2) == 4 && Size(group + 3) == 4 && Size(group + 4) <= 3,
            _ => false,
        };
    }

    private int End(int group) => group + 1 < _groups.Count ? _groups[group + 1].First : _digits.Count;

    private int Size(int group) => End(group) - _groups[group].First;

    // `4111111111111111.0` is a card number that went through a number; `4111111111111111.25` is an amount.
    private static bool HasFraction(ReadOnlySpan<byte> text, int end)
    {
        if (end + 1 >= text.Length || text[end] != '.' || !char.IsAsciiDigit((char)text[end + 1]))
            return false;
        var rest = text[(end + 1)..];
        var zeros = rest.IndexOfAnyExcept((byte)'0');
        return zeros >= 0 && char.IsAsciiDigit((char)rest[zeros]);
    }
}
