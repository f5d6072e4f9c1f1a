namespace Snowtrail.Sandbox.Sql;

/// <summary>What a statement is; the numbers are Snowflake's statementTypeId (protocol section 3.5).</summary>
internal enum StatementKind
{
    Unknown = 0,
    Select = 0x1000,
    Explain = 0x2000,
    Insert = 0x3100,
    Update = 0x3200,
    Delete = 0x3300,
    Merge = 0x3400,
    MultiTableInsert = 0x3500,
    CopyIntoTable = 0x3600,
    CopyIntoLocation = 0x3700,
    AlterSession = 0x4100,
    Use = 0x4300,
    Show = 0x4400,
    Describe = 0x4500,
    List = 0x4701,
    Tcl = 0x5000,
    Ddl = 0x6000,
    Get = 0x7101,
    Put = 0x7102,
    Remove = 0x7103,
    Begin = 0x8101,
    Rollback = 0x8102,
    Commit = 0x8103,
    Set = 0x8104,
    Call = 0x9000,
    Multi = 0xA000,
}
