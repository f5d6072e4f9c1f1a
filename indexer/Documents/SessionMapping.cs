using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>Log-ins, session ends and refused requests.</summary>
internal static class SessionMapping
{
    public static void Map(SessionOpened opened, FieldValues values)
    {
        MapEvent("session-opened", "success", ["start", "allowed"], values);
        values.Set(Fields.SessionId, opened.SessionId);
        values.Set(Fields.SessionUpstreamId, opened.UpstreamSessionId);
        values.Set(Fields.SessionAuthenticator, opened.Authenticator);
        values.Set(Fields.PolicyVersion, opened.PolicyVersion);
        values.Set(Fields.DestinationDomain, opened.Upstream);
        values.Set(Fields.RelatedHosts, opened.Upstream);
        values.Set(Fields.JobClaims, opened.Claims);
        PartyMapping.Map(opened.Agent, values);
        PartyMapping.MapRelated(values, opened.Agent.Subject, opened.Agent.OnBehalfOf, opened.Context.User);
        PartyMapping.Map(opened.Client, values);
        PartyMapping.Map(opened.Context, values);
        PartyMapping.Map(opened.Job, values);
    }

    public static void Map(SessionClosed closed, FieldValues values)
    {
        MapEvent("session-closed", "success", ["end"], values);
        values.Set(Fields.SessionId, closed.SessionId);
        values.Set(Fields.SessionEnd, Words.Lower(closed.End));
        values.Set(Fields.SessionEndedBy, closed.By);
        values.Set(Fields.SessionStatements, closed.Statements);
        PartyMapping.Map(closed.Agent, values);
        PartyMapping.MapRelated(values, closed.Agent.Subject, closed.Agent.OnBehalfOf, closed.By);
        PartyMapping.Map(closed.Job, values);
    }

    public static void Map(LoginFailed failed, FieldValues values)
    {
        MapEvent("login-failed", "failure", ["start", "denied"], values);
        values.Set(Fields.EventReason, failed.Reason);
        values.Set(Fields.ErrorCode, failed.Code);
        values.Set(Fields.ErrorMessage, failed.Reason);
        values.Set(Fields.SessionAuthenticator, failed.Authenticator);
        // The name was claimed, never proved: it is related to the event and is not its user
        PartyMapping.MapRelated(values, failed.ClaimedUser);
        PartyMapping.Map(failed.Client, values);
    }

    public static void Map(RequestRefused refused, FieldValues values)
    {
        MapEvent("request-refused", "failure", ["denied"], values);
        values.Set(Fields.EventCategory, ["network", "web"]);
        values.Set(Fields.EventReason, refused.Reason);
        values.Set(Fields.SessionId, refused.SessionId);
        values.Set(Fields.HttpMethod, refused.Method);
        values.Set(Fields.UrlPath, refused.Path);
        values.Set(Fields.HttpStatus, refused.Status);
        values.Set(Fields.HttpBodyBytes, refused.Bytes);
        values.Set(Fields.ErrorCode, refused.Code);
        values.Set(Fields.ErrorMessage, refused.Reason);
        PartyMapping.Map(refused.Agent, values);
        PartyMapping.MapRelated(values, refused.Agent?.Subject, refused.Agent?.OnBehalfOf);
        PartyMapping.Map(refused.Client, values);
    }

    private static void MapEvent(string action, string outcome, string[] types, FieldValues values)
    {
        values.Set(Fields.EventKind, "event");
        values.Set(Fields.EventCategory, ["authentication", "session"]);
        values.Set(Fields.EventType, types);
        values.Set(Fields.EventAction, action);
        values.Set(Fields.EventOutcome, outcome);
    }
}
