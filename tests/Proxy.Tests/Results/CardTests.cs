using System.Text;
using Snowtrail.Proxy.Results.Cards;

namespace Snowtrail.Proxy.Tests.Results;

public class CardTests
{
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("4000001234567899")]
    [InlineData("5105105105109870")]
    [InlineData("378282246311235")]
    [InlineData("6011000990139424")]
    [InlineData("3530111333301115")]
    [InlineData("4222222222222")]
    [InlineData("2223003122003222")]
    [InlineData("30569309025904")]
    [InlineData("36227206271667")]
    [InlineData("6200000000000005")]
    [InlineData("2200000000000004")]
    [InlineData("5018000000000009")]
    public void IsValid_IssuedNumbers_AreCards(string digits) => Assert.True(CardNumber.IsValid(Digits(digits)));

    [Fact]
    public void IsValid_AnyOneDigitChanged_IsNoCard()
    {
        foreach (var card in new[] { "4000001234567899", "5105105105109870", "378282246311235", "6011000990139424", "3530111333301115" })
        {
            for (var index = 0; index < card.Length; index++)
            {
                var changed = card.ToCharArray();
                changed[index] = changed[index] == '9' ? '0' : (char)(changed[index] + 1);
                Assert.False(CardNumber.IsValid(Digits(new string(changed))), new string(changed));
            }
        }
    }

    [Theory]
    [InlineData("1790000000123")] // epoch milliseconds
    [InlineData("490154203237518")] // IMEI
    [InlineData("0000000000000000")]
    [InlineData("9111111111111111")]
    [InlineData("41111111111111")] // Visa has no 14
    [InlineData("411111111111")]
    [InlineData("41111111111111111111")]
    public void IsValid_OtherNumbers_AreNone(string digits) => Assert.False(CardNumber.IsValid(Digits(digits)));

    [Theory]
    [InlineData("4111111111111111", "************1111")]
    [InlineData("4111-1111-1111-1111", "****-****-****-1111")]
    [InlineData("4111 1111 1111 1111", "**** **** **** 1111")]
    [InlineData("3782 822463 11235", "**** ****** *1235")]
    [InlineData("3056 930902 5904", "**** ****** 5904")]
    [InlineData("pay 4111111111111111, please", "pay ************1111, please")]
    [InlineData("x4111111111111111y", "x************1111y")]
    [InlineData("4111111111111111.", "************1111.")]
    [InlineData("4111111111111111.0", "************1111.0")]
    [InlineData("4111111111111111,5105105105109870", "************1111,************9870")]
    [InlineData("4111 1111 1111 1111 5105 1051 0510 9870", "**** **** **** 1111 **** **** **** 9870")]
    [InlineData("4111111111111111 5105105105109870", "************1111 ************9870")]
    [InlineData("4111111111111111-4222222222222", "************1111-*********2222")]
    [InlineData("12-4111111111111111", "12-************1111")]
    [InlineData("４１１１１１１１１１１１１１１１", "************１１１１")]
    [InlineData("4111\u200b1111\u200b1111\u200b1111", "****\u200b****\u200b****\u200b1111")]
    [InlineData("4111\u00a01111\u20111111\u00a01111", null)]
    [InlineData("4111\u00a01111\u00a01111\u00a01111", "****\u00a0****\u00a0****\u00a01111")]
    [InlineData("card: 4111\u20111111\u20111111\u20111111!", "card: ****\u2011****\u2011****\u20111111!")]
    [InlineData("1790000000123", null)]
    [InlineData("94111111111111111", null)]
    [InlineData("41111111111111110000000", null)]
    [InlineData("0.4111111111111111", null)]
    [InlineData("4111111111111111.25", null)]
    [InlineData("4111-1111 1111-1111", null)]
    [InlineData("41 11 11 11 11 11 11 11", null)]
    [InlineData("4111  1111  1111  1111", null)]
    [InlineData("4111111111111112", null)]
    [InlineData("2026-11-26 04:52:15.123456789", null)]
    [InlineData("no digits at all, not one of them", null)]
    [InlineData("", null)]
    public void Scan_Text_HidesAllButTheLastFour(string text, string? expected) => Assert.Equal(expected, Masked(text, json: false));

    [Theory]
    [InlineData("""4111\u0031111111\u003111111""", """************1111""", false)]
    [InlineData("""4111111\u003111111111""", """************1111""", true)]
    [InlineData("""\"4111111111111111\"\n""", """\"************1111\"\n""", true)]
    [InlineData("""\\4111111111111111""", """\\************1111""", true)]
    [InlineData("""\u00344111111111111111""", """x""", false)]
    public void Scan_InsideOfAJsonString_ReadsEscapes(string text, string expected, bool found) =>
        Assert.Equal(found ? expected : null, Masked(text, json: true));

    internal static string? Masked(string text, bool json)
    {
        var masker = new Snowtrail.Proxy.Results.CellMasker();
        return masker.MaskText(Encoding.UTF8.GetBytes(text), json) == Snowtrail.Proxy.Results.CellOutcome.Replaced ? Encoding.UTF8.GetString(masker.Text) : null;
    }

    private static byte[] Digits(string digits) => [.. digits.Select(digit => (byte)(digit - '0'))];
}
