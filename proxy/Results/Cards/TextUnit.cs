using System.Buffers;
using System.Text;

namespace Snowtrail.Proxy.Results.Cards;

/// <summary>One character of UTF-8 text, or of the inside of a JSON string, with what it means for a card number.</summary>
internal readonly record struct TextUnit(Rune Character, int Length)
{
    private const char NoDigit = '\uFFFF';

    /// <summary>Value of a digit, ASCII or full-width; -1 for anything else.</summary>
    public int Digit => Character.Value switch
    {
        >= '0' and <= '9' => Character.Value - '0',
        >= 0xFF10 and <= 0xFF19 => Character.Value - 0xFF10,
        _ => -1,
    };

    /// <summary>Characters that are not seen: zero-width space and joiners, word joiner, byte order mark, soft hyphen.</summary>
    public bool IsInvisible => Character.Value is (>= 0x200B and <= 0x200D) or 0x2060 or 0xFEFF or 0xAD;

    /// <summary>1 for a blank of one character, 2 for a hyphen, 0 for anything else.</summary>
    public int Separator => Character.Value switch
    {
        ' ' or 0xA0 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x3000 => 1,
        '-' or (>= 0x2010 and <= 0x2015) or 0x2212 or 0xFF0D => 2,
        _ => 0,
    };

    /// <summary>Reads the character at the start of <paramref name="text"/>.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="json">True when JSON escapes stand for characters.</param>
    public static TextUnit Read(ReadOnlySpan<byte> text, bool json)
    {
        var first = text[0];
        if (json && first == '\\' && text.Length > 1)
            return Escape(text);
        if (first < 0x80)
            return new TextUnit(new Rune(first), 1);
        return Rune.DecodeFromUtf8(text, out var rune, out var consumed) == OperationStatus.Done
            ? new TextUnit(rune, consumed)
            : new TextUnit(new Rune(NoDigit), Math.Max(1, consumed));
    }

    private static TextUnit Escape(ReadOnlySpan<byte> text)
    {
        if (text[1] != 'u' || text.Length < 6)
            return new TextUnit(new Rune(text[1] is (byte)'"' or (byte)'\\' or (byte)'/' ? text[1] : NoDigit), 2);
        var value = 0;
        foreach (var hex in text[2..6])
            value = (value << 4) | (char.IsAsciiHexDigit((char)hex) ? Convert.ToInt32(((char)hex).ToString(), 16) : 0);
        return new TextUnit(Rune.TryCreate(value, out var rune) ? rune : new Rune(NoDigit), 6);
    }
}
