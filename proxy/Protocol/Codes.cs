namespace Snowtrail.Proxy.Protocol;

/// <summary>Snowflake's codes and SQL states, as drivers know them.</summary>
internal static class Codes
{
    public const string AccessControl = "003001", AccessControlState = "42501";
    public const string Cancelled = "000604", CancelledState = "57014";
    public const string Internal = "000603", InternalState = "XX000";
    public const string StatementCount = "000008", StatementCountState = "0A000";
    public const string Syntax = "001003", SyntaxState = "42000";
    public const string InProgress = "333333", InProgressAsync = "333334";
    public const string WrongPassword = "390100", NoAuthorization = "390101", UnknownToken = "390104";
    public const string SessionGone = "390111", SessionExpired = "390112", MasterExpired = "390114";
    public const string Authenticator = "390190", BadRequest = "390400";

    /// <summary>True when the warehouse says that its session is no more: not even renewal helps.</summary>
    public static bool MeansGone(string? code) => code is UnknownToken or SessionGone or "390113" or MasterExpired or "390115";

    public static bool MeansInProgress(string? code) => code is InProgress or InProgressAsync;
}
