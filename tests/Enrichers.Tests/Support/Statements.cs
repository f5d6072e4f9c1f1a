using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Support;

/// <summary>Statements that many tests use.</summary>
internal static class Statements
{
    public static Attempt SmallLook { get; } = new()
    {
        Sql = "select id from shop.public.orders where customer_id = 7 limit 20", Reads = ["SHOP.PUBLIC.ORDERS"], Flags = ["HAS_WHERE", "HAS_LIMIT"], Rows = 9, Bytes = 700,
    };

    public static Attempt AllCustomers { get; } = new()
    {
        Sql = "select * from shop.public.customers", Reads = ["SHOP.PUBLIC.CUSTOMERS"], Flags = ["SELECT_STAR"], Rows = 20_000, Bytes = 2_000_000,
    };

    public static Attempt AllCustomersHeld { get; } = AllCustomers with
    {
        Decision = DecisionAction.RequireApproval, Rule = "pii-approval", Approval = ApprovalOutcome.Expired, Outcome = StatementOutcome.Refused, Rows = 0, Bytes = 0,
    };

    public static Attempt AllOrders { get; } = new()
    {
        Sql = "select * from shop.public.orders", Reads = ["SHOP.PUBLIC.ORDERS"], Flags = ["SELECT_STAR"], Rows = 60_000, Bytes = 5_000_000,
    };

    public static Attempt ListObjects { get; } = new() { Sql = "show tables in account", Class = StatementClass.Metadata, Verb = "SHOW TABLES", Rows = 12, Bytes = 900 };

    public static Attempt MakeStage { get; } = new()
    {
        Sql = "create temporary stage shop.public.tmp_x7", Class = StatementClass.Ddl, Verb = "CREATE STAGE", Writes = ["SHOP.PUBLIC.TMP_X7"], Flags = ["TEMPORARY"],
        Decision = DecisionAction.Deny, Rule = "ddl", Outcome = StatementOutcome.Refused, Code = "003001",
    };

    public static Attempt Unload { get; } = new()
    {
        Sql = "copy into @tmp_x7/c_ from (select * from customers)", Class = StatementClass.Unload, Verb = "COPY INTO LOCATION", Reads = ["SHOP.PUBLIC.CUSTOMERS"],
        Stages = ["@tmp_x7/c_"], Flags = ["UNLOAD", "SELECT_STAR"], Decision = DecisionAction.Deny, Rule = "unload", Outcome = StatementOutcome.Refused, Code = "003001",
    };

    public static Attempt Get { get; } = new()
    {
        Sql = "get @\"SHOP\".public.TMP_X7/ file:///tmp/out/", Class = StatementClass.FileTransfer, Verb = "GET", Stages = ["@\"SHOP\".public.TMP_X7/"],
        Urls = ["file:///tmp/out/"], Flags = ["FILE_TRANSFER"], Decision = DecisionAction.Deny, Rule = "files", Outcome = StatementOutcome.Refused, Code = "003001",
    };

    /// <summary>What the demo's bad agent does.</summary>
    public static IEnumerable<Attempt> Exfiltration =>
        [.. Enumerable.Range(0, 24).Select(at => SmallLook with { Rows = at % 7 }), ListObjects, AllCustomersHeld, MakeStage, Unload, Get, AllOrders];
}
