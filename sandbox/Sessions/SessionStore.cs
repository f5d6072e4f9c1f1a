using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Snowtrail.Sandbox.Sessions;

/// <summary>What a token turns out to be.</summary>
internal enum TokenState
{
    Valid,
    Unknown,
    Expired,
}

/// <summary>The tokens of a session; sent to the driver, kept here as hashes only.</summary>
internal sealed record SessionTokens(string Session, string Master);

/// <summary>Sessions by the hash of their tokens.</summary>
internal sealed class SessionStore(TimeProvider time, TimeSpan sessionValidity, TimeSpan masterValidity, int max) : IDisposable
{
    private readonly ConcurrentDictionary<string, (Session Session, DateTimeOffset Until)> bySession = new();
    private readonly ConcurrentDictionary<string, (Session Session, DateTimeOffset Until)> byMaster = new();
    private readonly ConcurrentDictionary<Session, DateTimeOffset> seen = new();

    /// <summary>Whether one more session may open; idle ones are closed first.</summary>
    public bool HasRoom()
    {
        foreach (var (session, at) in seen)
        {
            if (at + masterValidity < time.GetUtcNow())
            {
                Close(session);
            }
        }

        return seen.Count < max;
    }

    public SessionTokens Open(Session session)
    {
        var tokens = new SessionTokens(NewToken(), NewToken());
        seen[session] = time.GetUtcNow();
        bySession[Hash(tokens.Session)] = (session, time.GetUtcNow() + sessionValidity);
        byMaster[Hash(tokens.Master)] = (session, time.GetUtcNow() + masterValidity);
        return tokens;
    }

    /// <summary>New tokens beside the old ones, which stay until they lapse: a renewal's answer may be lost.</summary>
    public SessionTokens Renew(Session session) => Open(session);

    public TokenState Find(string? token, out Session? session) => Find(bySession, token, out session);

    public TokenState FindMaster(string? token, out Session? session) => Find(byMaster, token, out session);

    public void Close(Session session)
    {
        if (!seen.TryRemove(session, out _))
        {
            return;
        }

        Forget(bySession, session);
        Forget(byMaster, session);
        _ = Task.Run(session.Dispose);
    }

    public void Dispose()
    {
        foreach (var session in seen.Keys)
        {
            session.Dispose();
        }
    }

    private TokenState Find(ConcurrentDictionary<string, (Session Session, DateTimeOffset Until)> tokens, string? token, out Session? session)
    {
        session = null;
        if (token is null || !tokens.TryGetValue(Hash(token), out var found))
        {
            return TokenState.Unknown;
        }

        session = found.Session;
        seen[session] = time.GetUtcNow();
        return found.Until > time.GetUtcNow() ? TokenState.Valid : TokenState.Expired;
    }

    private static void Forget(ConcurrentDictionary<string, (Session Session, DateTimeOffset Until)> tokens, Session session)
    {
        foreach (var (hash, entry) in tokens)
        {
            if (entry.Session == session)
            {
                tokens.TryRemove(hash, out _);
            }
        }
    }

    private static string NewToken() => "sandbox." + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private static string Hash(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
