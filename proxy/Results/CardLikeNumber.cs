using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using Snowtrail.Proxy.Results.Cards;

namespace Snowtrail.Proxy.Results;

/// <summary>Says whether a number looks like a card number: whole, 13 to 19 digits, by issuer and Luhn.</summary>
internal static class CardLikeNumber
{
    private const int DigitsMin = 13;

    public static bool IsText(ReadOnlySpan<byte> number)
    {
        if (number.StartsWith("-"u8))
            number = number[1..];
        var point = number.IndexOf((byte)'.');
        var whole = point < 0 ? number : number[..point];
        if (!whole.IsEmpty && whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            return (point < 0 || number[(point + 1)..].IndexOfAnyExcept((byte)'0') < 0) && IsDigits(whole);
        return Utf8Parser.TryParse(number, out double value, out var consumed) && consumed == number.Length && Is(value);
    }

    public static bool Is(double value) => Math.Abs(value) is >= 1e12 and < 1e19 && Math.Floor(value) == value && Is(new BigInteger(Math.Abs(value)), 0);

    /// <param name="unscaled">The number times ten to the power of <paramref name="scale"/>.</param>
    /// <param name="scale">Digits behind the point.</param>
    public static bool Is(BigInteger unscaled, int scale)
    {
        var whole = BigInteger.DivRem(BigInteger.Abs(unscaled), BigInteger.Pow(10, Math.Clamp(scale, 0, 38)), out var rest);
        return rest.IsZero && IsDigits(Encoding.ASCII.GetBytes(whole.ToString(CultureInfo.InvariantCulture)));
    }

    private static bool IsDigits(ReadOnlySpan<byte> text)
    {
        if (text.Length is < DigitsMin or > CardNumber.LengthMax)
            return false;
        Span<byte> digits = stackalloc byte[CardNumber.LengthMax];
        for (var index = 0; index < text.Length; index++)
            digits[index] = (byte)(text[index] - '0');
        return CardNumber.IsValid(digits[..text.Length]);
    }
}
