namespace Snowtrail.Proxy.Results.Cards;

/// <summary>Says whether digits are a payment card number: issuer's prefix, its lengths, and the Luhn check digit.</summary>
internal static class CardNumber
{
    public const int LengthMin = 12;
    public const int LengthMax = 19;

    /// <param name="digits">Values 0 to 9.</param>
    public static bool IsValid(ReadOnlySpan<byte> digits) =>
        digits.Length is >= LengthMin and <= LengthMax && IsIssued(digits) && PassesLuhn(digits);

    private static bool IsIssued(ReadOnlySpan<byte> digits)
    {
        var length = digits.Length;
        var two = (digits[0] * 10) + digits[1];
        var three = (two * 10) + digits[2];
        var four = (three * 10) + digits[3];
        return digits[0] switch
        {
            2 => (length == 16 && four is (>= 2221 and <= 2720)) || (length >= 16 && four is (>= 2200 and <= 2204)), // Mastercard; Mir
            3 => (length == 15 && two is 34 or 37)                                                               // American Express
                || (length >= 14 && (three is (>= 300 and <= 305) || two is 36 or 38 or 39))                    // Diners
                || (length >= 16 && four is (>= 3528 and <= 3589)),                                               // JCB
            4 => length is 13 or 16 or 19,                                                                       // Visa
            5 => (length == 16 && two is (>= 51 and <= 55))                                                      // Mastercard
                || two is 50 or (>= 56 and <= 58),                                                               // Maestro (RuPay's 508 lies in it)
            6 => true,                                                       // Maestro, 12 to 19; Discover, UnionPay and RuPay lie in it
            8 => length == 16 && two is 81 or 82,                                                // RuPay
            _ => false,
        };
    }

    private static bool PassesLuhn(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = (int)digits[^(index + 1)];
            if (index % 2 == 1 && (digit *= 2) > 9)
                digit -= 9;
            sum += digit;
        }

        return sum % 10 == 0;
    }
}
