using Snowtrail.Enrichers.Detections;
using Snowtrail.Enrichers.Tests.Support;

namespace Snowtrail.Enrichers.Tests.Detections;

public class StageNameTests
{
    [Theory]
    [InlineData("@tmp", "@SHOP.PUBLIC.TMP")]
    [InlineData("@Tmp/a/b.csv", "@SHOP.PUBLIC.TMP")]
    [InlineData("'@tmp/a b/'", "@SHOP.PUBLIC.TMP")]
    [InlineData("@other.tmp", "@SHOP.OTHER.TMP")]
    [InlineData("@db.other.tmp/", "@DB.OTHER.TMP")]
    [InlineData("@db..tmp/", "@DB.PUBLIC.TMP")]
    [InlineData("@\"SHOP\".\"PUBLIC\".\"TMP\"", "@SHOP.PUBLIC.TMP")]
    [InlineData("@\"a/b.c\"/x", "@SHOP.PUBLIC.a/b.c")]
    [InlineData("@%orders/x", "@SHOP.PUBLIC.%ORDERS")]
    [InlineData("@~/t/", "@~")]
    [InlineData("SHOP.PUBLIC.TMP", "@SHOP.PUBLIC.TMP")]
    public void Normalize_Spellings_OneName(string written, string name) => Assert.Equal(name, StageName.Normalize(written, Script.Context));
}
