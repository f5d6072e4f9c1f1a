using System.Globalization;
using Snowtrail.Sandbox.Execution;
using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Sessions;

/// <summary>What a login asks a session to begin with; null or empty takes the user's defaults.</summary>
internal sealed record SessionStart(string ClientId, IReadOnlyDictionary<string, string> Parameters)
{
    public string? Database { get; init; }

    public string? Schema { get; init; }

    public string? Warehouse { get; init; }

    public string? Role { get; init; }
}

/// <summary>Makes sessions.</summary>
internal sealed class SessionFactory(Warehouse warehouse, ChunkFiles files, SandboxOptions options)
{
    private long lastId = 70_000;

    public Session Create(SessionStart start)
    {
        var session = new Session(
            Interlocked.Increment(ref lastId), options.User.ToUpperInvariant(), start.ClientId, warehouse.Connect(), files, options.ResultsKeptMax)
        {
            Warehouse = Known(UseStatements.Warehouses, start.Warehouse, "COMPUTE_WH"),
            Role = Known(UseStatements.Roles, start.Role, "PUBLIC"),
        };
        try
        {
            foreach (var (name, value) in start.Parameters)
            {
                if (ParameterTable.Defaults.ContainsKey(name.ToUpperInvariant()))
                {
                    session.Parameters.Set(name.ToUpperInvariant(), value);
                }
            }

            if (!session.Parameters.IsSet("CLIENT_STAGE_ARRAY_BINDING_THRESHOLD") && start.ClientId == "JavaScript")
            {
                session.Parameters.Set("CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", int.MaxValue.ToString(CultureInfo.InvariantCulture));
            }

            Execution.Warehouse.Run(session.Connection, "SET TimeZone = " + Literals.Text(session.Parameters.Text("TIMEZONE")));
            Use(session, start);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Unknown names leave the session without, unless the client asked to have them checked.</summary>
    private static void Use(Session session, SessionStart start)
    {
        var strict = session.Parameters.Get("CLIENT_VALIDATE_DEFAULT_PARAMETERS") is true;
        try
        {
            var database = Given(start.Database) ?? Execution.Warehouse.SampleDatabase;
            UseStatements.Select(session, database, Given(start.Schema));
        }
        catch (SqlFailure) when (!strict)
        {
            Execution.Warehouse.Run(session.Connection, "USE memory.main");
        }
        catch (SqlFailure)
        {
            throw new SqlFailure("390201", "08004", "The requested database or schema does not exist or not authorized.");
        }

        if (strict && (session.Warehouse is null || session.Role is null))
        {
            throw new SqlFailure("390201", "08004", "The requested warehouse or role does not exist or not authorized.");
        }
    }

    private static string? Given(string? name) => string.IsNullOrEmpty(name)
        ? null
        : name is ['"', .., '"'] && name.Length > 1 ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name.ToUpperInvariant();

    private static string? Known(IReadOnlyList<string> names, string? name, string otherwise) =>
        Given(name) is { } given ? (names.Contains(given) ? given : null) : otherwise;
}
