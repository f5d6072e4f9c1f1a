using System.Text.Json;
using Snowtrail.Proxy.Sessions;

namespace Snowtrail.Proxy.Statements;

/// <summary>Names the agent in the warehouse's own history, signed; the client's tag stays readable inside.</summary>
internal static class QueryTag
{
    private const int ClientTagLengthMax = 1_000;

    public static string Of(string agent, string? job, string statementId, string? clientTag, KeyRing ring) => JsonSerializer.Serialize(new
    {
        gateway = "snowtrail",
        agent,
        job,
        statement = statementId,
        tag = clientTag is { Length: > ClientTagLengthMax } ? clientTag[..ClientTagLengthMax] : clientTag,
        signature = ring.Sign($"{agent}\n{job}\n{statementId}"),
    });
}
