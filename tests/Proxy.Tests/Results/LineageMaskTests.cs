using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Results;

/// <summary>What a driver sees of card numbers, by the statement that asks for them.</summary>
public class LineageMaskTests
{
    private const string Masked = "************1111";

    [Theory]
    [InlineData("select card_number from cards", "CARD_NUMBER:text", Answer.Card, Masked)]
    [InlineData("select card_number as n from cards", "N:text", Answer.Card, Masked)]
    [InlineData("select n from (select card_number n from cards)", "N:text", Answer.Card, Masked)]
    [InlineData("with c as (select card_number n from cards) select n from c", "N:text", Answer.Card, Masked)]
    [InlineData("select max(card_number) from cards", "M:text", Answer.Card, Masked)]
    [InlineData("select card_number from cards union select note from orders", "CARD_NUMBER:text", Answer.Card, Masked)]
    [InlineData("select card_number from cards", "CARD_NUMBER:text", "4111111111111112", "************1112")]
    [InlineData("select card_number from cards", "CARD_NUMBER:text", "9999-9999-9999", "****-****-9999")]
    [InlineData("select card_number from cards", "CARD_NUMBER:text", "411111", null)]
    [InlineData("select card_number from cards", "CARD_NUMBER:text", "tok_4f3a", null)]
    [InlineData("select card_number from cards", "CARD_NUMBER:text", "", "")]
    [InlineData("select card_number from cards", "CARD_NUMBER:fixed", Answer.Card, null)]
    [InlineData("select substr(card_number, 1, 6) from cards", "S:text", "411111", null)]
    [InlineData("select left(card_number, 12) from cards", "S:text", "411111111111", null)]
    [InlineData("select to_number(card_number) from cards", "N:fixed", Answer.Card, null)]
    [InlineData("select card_number::float f from cards", "F:real", "4.111111111111111e15", null)]
    [InlineData("select card_number::number + 1 f from cards", "F:fixed", "4111111111111112", null)]
    [InlineData("select base64_encode(card_number) from cards", "B:text", "NDExMTExMTExMTExMTExMQ==", null)]
    [InlineData("select hex_encode(card_number) from cards", "B:text", "34313131313131313131313131313131", null)]
    [InlineData("select to_binary(card_number, 'utf-8') from cards", "B:binary", "34313131313131313131313131313131", null)]
    [InlineData("select sha2(card_number) from cards", "H:text", "9bbef19476623ca56c17da75fd57734dbf82530686043a6e491c6d71befe8f6e", null)]
    [InlineData("select reverse(card_number) from cards", "R:text", "1111111111111114", null)]
    [InlineData("select translate(card_number, '0123456789', 'abcdefghij') from cards", "T:text", "ebbbbbbbbbbbbbbb", null)]
    [InlineData("select card_number || translate(card_number, '0123456789', 'abcdefghij') from cards", "T:text", Answer.Card + "ebbbbbbbbbbbbbbb", null)]
    [InlineData("select card_number || ' ' || substr(card_number, 1, 6) from cards", "T:text", Answer.Card + " 411111", null)]
    [InlineData("select card_number like '4%' from cards", "L:boolean", "1", null)]
    [InlineData("select 'x' || card_number from cards", "X:text", "x" + Answer.Card, "x" + Masked)]
    [InlineData("select listagg(card_number, ',') from cards", "L:text", "4111111111111111,5105105105109870", "************1111,************9870")]
    [InlineData("select array_agg(card_number) from cards", "A:array", "[\"4111111111111111\", \"5105105105109870\"]", "[\"************1111\", \"************9870\"]")]
    [InlineData("select object_construct('c', card_number) from cards", "O:object", "{\"c\":\"4111111111111111\"}", "{\"c\":\"************1111\"}")]
    [InlineData("select object_construct(*) from cards", "O:object", "{\"CARD_NUMBER\":\"4111111111111111\",\"ID\":7}", null)]
    [InlineData("select split(card_number, '') from cards", "O:array", "[\"4\",\"1\",\"1\"]", null)]
    [InlineData("select count(card_number) from cards", "C:fixed", "4111111111111111", "4111111111111111")]
    [InlineData("select count(distinct card_number) c from cards", "C:fixed", "12", "12")]
    [InlineData("select customer_id from cards", "CUSTOMER_ID:fixed", Answer.Card, Answer.Card)]
    [InlineData("select note from orders", "NOTE:text", "paid with 4111-1111-1111-1111 ok", "paid with ****-****-****-1111 ok")]
    [InlineData("select v from orders", "V:variant", "{\"n\": 4111111111111111, \"m\": [\"x 4111111111111111\"]}", "{\"n\": \"************1111\", \"m\": [\"x ************1111\"]}")]
    [InlineData("select v from orders", "V:variant", "4111111111111111", "\"************1111\"")]
    [InlineData("select v from orders", "V:variant", "[-4111111111111111.0]", "[\"-************1111.0\"]")]
    [InlineData("select id from orders", "ID:fixed", "4111111111111111", "4111111111111111")]
    [InlineData("select note from orders", "NOTE:text", "1790000000123", "1790000000123")]
    public void Row_OneColumn_ShowsAtMostTheLastFour(string sql, string column, string cell, string? expected) =>
        Assert.Equal([expected], Answer.Row(sql, column, cell));

    [Theory]
    [InlineData("select * from cards")]
    [InlineData("select c.* from cards c")]
    [InlineData("select * from (select * from cards)")]
    [InlineData("select * from cards union all select * from cards")]
    public void Row_Star_FindsTheColumnByItsName(string sql) =>
        Assert.Equal(["7", null, "************1111"], Answer.Row(sql, "ID:fixed CARD_NUMBER:fixed NOTE:text", "7", "12", Answer.Card));

    [Fact]
    public void Row_TwoStars_MarksEveryColumnOfThatName() =>
        Assert.Equal(
            ["1", "3", "n", "a", null, null],
            Answer.Row(
                "select 1, o.*, 'a' a, c.*, substr(card_number, 1, 6) s from orders o join cards c on o.id = c.id",
                "ONE:fixed ID:fixed NOTE:text A:text CARD_NUMBER:fixed S:text",
                "1", "3", "n", "a", "5", "411111"));

    [Fact]
    public void Row_ColumnsThatDoNotFitTheLineage_AreAllTakenForDerived() =>
        Assert.Equal([null, null], Answer.Row("select card_number from cards", "A:fixed B:text", "1", "x"));

    [Fact]
    public void Row_UnknownLineage_HidesNumbersThatLookLikeCards()
    {
        var (report, body) = Answer.Rewrite(
            Answer.Json("A:fixed B:fixed:2 C:real D:fixed", [Answer.Card, "4111111111111111.00", "4111111111111111", "4111111111111112"]), Answer.Plan());
        Assert.Equal("""[[null,null,null,"4111111111111112"]]""", Answer.Data(body)["rowset"]!.ToJsonString());
        Assert.Equal(["A", "B", "C"], report.Masked.Select(masked => masked.Column));
    }

    [Fact]
    public void Row_CopyThatTheCatalogKnows_IsMasked()
    {
        var catalog = SqlCatalog.Empty;
        foreach (var statement in SqlAnalyzer.Analyze("create temp table x as select card_number c from cards", new SessionNames("SHOP", "PUBLIC")).Statements)
            catalog = catalog.After(statement);
        var (_, body) = Answer.Rewrite(Answer.Json("C:fixed", [Answer.Card]), Answer.Plan("select c from x", catalog));
        Assert.Equal("[[null]]", Answer.Data(body)["rowset"]!.ToJsonString());
    }

    [Fact]
    public void Row_StatusOfDdl_StaysEvenWhenItReadsCards() =>
        Assert.Equal(["Table X successfully created."], Answer.Row("create table x as select * from cards", "status:text", "Table X successfully created."));
}
