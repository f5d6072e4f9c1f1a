using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

public sealed class ColumnLineageTests
{
    [Theory]
    [InlineData("select card_number c, id from cards", "C ID", "CARD_NUMBER ID")]
    [InlineData("select * from cards", "ID CARD_NUMBER", "ID CARD_NUMBER")]
    [InlineData("select 1 one, *, card_number as x from cards", "ONE ID CARD_NUMBER X", " ID CARD_NUMBER CARD_NUMBER")]
    [InlineData("select * rename card_number as c from cards", "ID C", "ID C,CARD_NUMBER")]
    public void Align_Result_GivesSources(string sql, string names, string expected)
    {
        var aligned = ColumnLineage.Align(Sql.One(sql).OutputColumns, names.Split(' '));
        Assert.NotNull(aligned);
        Assert.Equal(expected, string.Join(' ', aligned.Select(one => string.Join(',', one.Select(source => source.Column)))));
    }

    [Theory]
    [InlineData("select a, b from cards", "A")]
    [InlineData("select a, *, b from cards", "A")]
    [InlineData("select a from table(result_scan('x'))", "A")]
    public void Align_DoesNotFit_IsNull(string sql, string names) =>
        Assert.Null(ColumnLineage.Align(Sql.One(sql).OutputColumns, names.Split(' ')));
}
