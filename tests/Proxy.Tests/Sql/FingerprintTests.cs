namespace Snowtrail.Proxy.Tests.Sql;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData("select a from t where b = 1", "SELECT  A\nfrom T where b = 22 -- x")]
    [InlineData("select a from t where b in (1, 2, 3)", "select a from t where b in ('x')")]
    [InlineData("insert into t values (1, 'a'), (2, 'b')", "insert into t values (3, 'c')")]
    [InlineData("select a from t where b = -1", "select a from t where b = 1;")]
    [InlineData("select \"A\" from t", "select a from t")]
    [InlineData("select a from t where b = ?", "select a from t where b = 5")]
    [InlineData("select a from t where b in (-1, +2)", "select a from t where b in (1)")]
    public void Fingerprint_SameShape_IsSame(string left, string right) =>
        Assert.Equal(Sql.Analyze(left).Fingerprint, Sql.Analyze(right).Fingerprint);

    [Theory]
    [InlineData("select a from t", "select b from t")]
    [InlineData("select \"a\" from t", "select a from t")]
    [InlineData("select a from t where b = 1", "select a from t where b > 1")]
    [InlineData("selec 'open", "selec 'open2")]
    public void Fingerprint_OtherShape_IsOther(string left, string right) =>
        Assert.NotEqual(Sql.Analyze(left).Fingerprint, Sql.Analyze(right).Fingerprint);

    [Fact]
    public void Fingerprint_Form_Is32HexDigits() => Assert.Matches("^[0-9a-f]{32}$", Sql.Analyze("select 1").Fingerprint);

    [Fact]
    public void NormalizedText_Literals_AreGone() =>
        Assert.Equal("SELECT ? FROM T WHERE A IN ( ? )", Sql.Analyze("select 'secret' from t where a in (1,2)").NormalizedText);
}
