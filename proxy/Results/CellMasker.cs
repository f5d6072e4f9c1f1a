using System.Buffers;
using System.Text;
using Snowtrail.Proxy.Results.Cards;

namespace Snowtrail.Proxy.Results;

/// <summary>Masks one cell at a time. One instance serves one thread.</summary>
internal sealed class CellMasker
{
    private readonly CardScanner _scanner = new();
    private readonly ArrayBufferWriter<byte> _text = new(256);
    private bool[] _insideString = new bool[16];

    /// <summary>New text of the last cell that was replaced; valid until the next.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    /// <summary>Masks a cell that is not null.</summary>
    /// <param name="mask">Mask of its column.</param>
    /// <param name="cell">UTF-8 text, or the inside of a JSON string.</param>
    /// <param name="json">True when JSON escapes stand for characters.</param>
    public CellOutcome Mask(ColumnMask mask, ReadOnlySpan<byte> cell, bool json) => mask.Treatment switch
    {
        Treatment.Pass => CellOutcome.Unchanged,
        Treatment.Scan => _scanner.Scan(cell, json) ? Replace(cell, json, mask.Column.IsJson) : CellOutcome.Unchanged,
        Treatment.ScanNumber => CardLikeNumber.IsText(cell) ? CellOutcome.Null : CellOutcome.Unchanged,
        Treatment.Card => MaskCard(mask, cell, json),
        Treatment.Derived => MaskDerived(mask, cell, json),
        _ => CellOutcome.Null,
    };

    /// <summary>Hides the card numbers of a free text that is no cell.</summary>
    public CellOutcome MaskText(ReadOnlySpan<byte> text, bool json) =>
        _scanner.Scan(text, json) ? Replace(text, json, isJson: false) : CellOutcome.Unchanged;

    private CellOutcome MaskCard(ColumnMask mask, ReadOnlySpan<byte> cell, bool json)
    {
        if (cell.IsEmpty)
            return CellOutcome.Unchanged;
        if (_scanner.Scan(cell, json))
            return Beside(cell, json).Digits > 4 ? CellOutcome.Null : Replace(cell, json, mask.Column.IsJson);
        return LastFour(cell, json);
    }

    private CellOutcome MaskDerived(ColumnMask mask, ReadOnlySpan<byte> cell, bool json)
    {
        if (!_scanner.Scan(cell, json))
            return CellOutcome.Null;
        var (digits, letters) = Beside(cell, json);
        return digits > 0 || (mask.LettersHide && letters > 0) ? CellOutcome.Null : Replace(cell, json, mask.Column.IsJson);
    }

    // A card column may hold what no issuer has given out; twelve digits and more still have the form that can be kept.
    private CellOutcome LastFour(ReadOnlySpan<byte> cell, bool json)
    {
        var digits = 0;
        for (var at = 0; at < cell.Length;)
        {
            var unit = TextUnit.Read(cell[at..], json);
            if (unit.Digit >= 0)
                digits++;
            else if (unit.Separator == 0 && !unit.IsInvisible)
                return CellOutcome.Null;
            at += unit.Length;
        }

        if (digits is < CardNumber.LengthMin or > CardNumber.LengthMax)
            return CellOutcome.Null;
        _text.ResetWrittenCount();
        for (var at = 0; at < cell.Length;)
        {
            var unit = TextUnit.Read(cell[at..], json);
            if (unit.Digit >= 0 && digits-- > 4)
                _text.Write("*"u8);
            else
                _text.Write(cell.Slice(at, unit.Length));
            at += unit.Length;
        }

        return CellOutcome.Replaced;
    }

    private (int Digits, int Letters) Beside(ReadOnlySpan<byte> cell, bool json)
    {
        var (digits, letters, match) = (0, 0, 0);
        for (var at = 0; at < cell.Length;)
        {
            if (match < _scanner.Matches.Count && at == _scanner.Matches[match].Start)
            {
                at = _scanner.Matches[match++].End;
                continue;
            }

            var unit = TextUnit.Read(cell[at..], json);
            if (Rune.IsNumber(unit.Character))
                digits++;
            else if (Rune.IsLetter(unit.Character))
                letters++;
            at += unit.Length;
        }

        return (digits, letters);
    }

    private CellOutcome Replace(ReadOnlySpan<byte> cell, bool json, bool isJson)
    {
        _text.ResetWrittenCount();
        if (isJson)
            FindStrings(cell, json);
        var (at, hidden) = (0, 0);
        for (var index = 0; index < _scanner.Matches.Count; index++)
        {
            var match = _scanner.Matches[index];
            var bare = isJson && !_insideString[index];
            var (start, end) = bare ? Token(cell, match) : (match.Start, match.End);
            if (start < at)
                (start, bare) = (at, false);
            _text.Write(cell[at..start]);
            if (bare)
                _text.Write(json ? "\\\""u8 : "\""u8);
            hidden = Star(cell, start, end, hidden);
            if (bare)
                _text.Write(json ? "\\\""u8 : "\""u8);
            at = end;
        }

        _text.Write(cell[at..]);
        return CellOutcome.Replaced;
    }

    private int Star(ReadOnlySpan<byte> cell, int at, int end, int hidden)
    {
        for (; hidden < _scanner.Hidden.Count && _scanner.Hidden[hidden].Start < end; hidden++)
        {
            _text.Write(cell[at.._scanner.Hidden[hidden].Start]);
            _text.Write("*"u8);
            at = _scanner.Hidden[hidden].End;
        }

        _text.Write(cell[at..end]);
        return hidden;
    }

    // A number in JSON with stars in it is no JSON any more: the whole token becomes a string.
    private static (int Start, int End) Token(ReadOnlySpan<byte> cell, CardMatch match)
    {
        var (start, end) = (match.Start, match.End);
        while (start > 0 && IsNumberPart(cell[start - 1]))
            start--;
        while (end < cell.Length && IsNumberPart(cell[end]))
            end++;
        return (start, end);
    }

    private static bool IsNumberPart(byte one) => char.IsAsciiDigit((char)one) || one is (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E';

    private void FindStrings(ReadOnlySpan<byte> cell, bool json)
    {
        if (_insideString.Length < _scanner.Matches.Count)
            _insideString = new bool[_scanner.Matches.Count * 2];
        var (inside, match, at) = (false, 0, 0);
        while (at < cell.Length && match < _scanner.Matches.Count)
        {
            if (at >= _scanner.Matches[match].Start)
                _insideString[match++] = inside;
            var unit = TextUnit.Read(cell[at..], json);
            at += unit.Length;
            if (unit.Character.Value == '"')
                inside = !inside;
            else if (unit.Character.Value == '\\' && inside && at < cell.Length)
                at += TextUnit.Read(cell[at..], json).Length;
        }

        while (match < _scanner.Matches.Count)
            _insideString[match++] = inside;
    }
}
