namespace Snowtrail.Sandbox.Samples;

/// <summary>Card numbers that pass the Luhn check and begin like the networks' published test numbers.</summary>
internal static class CardNumbers
{
    private static readonly (string Prefix, int Length, string Brand)[] Ranges =
    [
        ("411111", 16, "Visa"), ("400000", 16, "Visa"), ("424242", 16, "Visa"), ("555555", 16, "Mastercard"), ("222300", 16, "Mastercard"),
        ("378282", 15, "American Express"), ("601111", 16, "Discover"),
    ];

    public static (string Number, string Brand) Next(Random chance)
    {
        var (prefix, length, brand) = Ranges[chance.Next(Ranges.Length)];
        Span<char> digits = stackalloc char[length];
        prefix.CopyTo(digits);
        for (var i = prefix.Length; i < length - 1; i++)
        {
            digits[i] = (char)('0' + chance.Next(10));
        }

        digits[^1] = CheckDigit(digits[..^1]);
        return (digits.ToString(), brand);
    }

    public static char CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            digit = i % 2 == 0 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
