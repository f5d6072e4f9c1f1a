using System.Text;
using Snowtrail.Ledger.Format;

namespace Snowtrail.Ledger.Tests.Format;

public sealed class Crc32CTests
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)]
    public void Compute_KnownText_IsTheKnownValue(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Compute(Encoding.ASCII.GetBytes(text)));

    // RFC 3720, appendix B.4
    [Fact]
    public void Compute_ThirtyTwoZeros_IsTheValueOfRfc3720() => Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
}
