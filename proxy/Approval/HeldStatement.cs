using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Approval;

/// <summary>A statement that waits for a person.</summary>
/// <param name="Id">Names it in a decision.</param>
/// <param name="StatementId">The statement.</param>
/// <param name="SessionId">Gateway session.</param>
/// <param name="Agent">Who asks.</param>
/// <param name="Job">The job, with its trust; null when nothing is known.</param>
/// <param name="Rule">The rule that holds it.</param>
/// <param name="Reason">Why, in the rule's words.</param>
/// <param name="SqlText">The statement, secrets starred.</param>
/// <param name="Binds">Its bound values as recorded.</param>
/// <param name="Reads">Objects that it reads, <c>DB.SCHEMA.NAME</c>.</param>
/// <param name="Context">Names under which it would run.</param>
/// <param name="BindingHash">SHA-256 over exactly what is decided.</param>
/// <param name="RequestedAt">When it was held.</param>
/// <param name="ExpiresAt">When it expires to a refusal.</param>
public sealed record HeldStatement(
    string Id,
    string StatementId,
    string SessionId,
    Agent Agent,
    Job? Job,
    string Rule,
    string Reason,
    string SqlText,
    IReadOnlyList<Bind> Binds,
    IReadOnlyList<string> Reads,
    SessionContext Context,
    string BindingHash,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt);
