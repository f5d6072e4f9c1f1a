using System.Globalization;

namespace Snowtrail.Sandbox.Sql;

/// <summary>Functions that the session answers: names in use, ids, and SYSTEM$ functions with effects.</summary>
internal static class ContextRules
{
    public static IEnumerable<KeyValuePair<string, FunctionRules.Rule>> All =>
    [
        new("CURRENT_DATABASE", (t, _, _) => Literals.TextOrNull(t.Scope.Database)),
        new("CURRENT_SCHEMA", (t, _, _) => Literals.TextOrNull(t.Scope.Schema)),
        new("CURRENT_SCHEMAS", (t, _, _) => Literals.Text($"[\"{t.Scope.Database}.{t.Scope.Schema}\"]")),
        new("CURRENT_WAREHOUSE", (t, _, _) => Literals.TextOrNull(t.Scope.Warehouse)),
        new("CURRENT_ROLE", (t, _, _) => Literals.TextOrNull(t.Scope.Role)),
        new("CURRENT_USER", (t, _, _) => Literals.Text(t.Scope.User)),
        new("CURRENT_SESSION", (t, _, _) => Literals.Text(t.Scope.SessionId.ToString(CultureInfo.InvariantCulture))),
        new("CURRENT_ACCOUNT", (_, _, _) => "'SANDBOX'"),
        new("CURRENT_ACCOUNT_NAME", (_, _, _) => "'SANDBOX'"),
        new("CURRENT_ORGANIZATION_NAME", (_, _, _) => "'SNOWTRAIL'"),
        new("CURRENT_REGION", (_, _, _) => "'SANDBOX_LOCAL'"),
        new("CURRENT_VERSION", (_, _, _) => Literals.Text(SandboxServer.ServerVersion)),
        new("CURRENT_CLIENT", (_, _, _) => "''"),
        new("CURRENT_AVAILABLE_ROLES", (_, _, _) => "'[\"PUBLIC\",\"SYSADMIN\",\"ACCOUNTADMIN\"]'"),
        new("CURRENT_SECONDARY_ROLES", (_, _, _) => "'{\"roles\":\"\",\"value\":\"\"}'"),
        new("LAST_QUERY_ID", LastQueryId),
        new("GETVARIABLE", Variable),
        new("GETVAR", Variable),
        new("SYSTEM$WAIT", Wait),
        new("SYSTEM$CANCEL_QUERY", CancelQuery),
        new("SYSTEM$CANCEL_ALL_QUERIES", CancelAll),
        new("SYSTEM$CLIENT_VERSION_INFO", (_, _, _) => Literals.Text(ClientVersions)),
        new("SYSTEM$TYPEOF", (t, n, a) => $"typeof({One(t, n, a)})"),
        new("TYPEOF", (t, n, a) => $"typeof({One(t, n, a)})"),
    ];

    private static string ClientVersions =>
        "[{\"clientId\":\"PythonConnector\",\"minimumSupportedVersion\":\"2.7.0\",\"minimumNearingEndOfSupportVersion\":\"3.0.0\"},"
        + "{\"clientId\":\"JDBC\",\"minimumSupportedVersion\":\"3.13.0\",\"minimumNearingEndOfSupportVersion\":\"3.14.0\"}]";

    /// <summary>A string argument's value; it must be a literal, a bind or a variable.</summary>
    public static string TextArgument(Translator translator, string name, List<List<Node>> arguments, int index)
    {
        var literal = index < arguments.Count ? translator.Render(arguments[index]) : throw SqlFailure.WrongArguments(name);
        return literal is ['\'', .., '\''] ? literal[1..^1].Replace("''", "'", StringComparison.Ordinal) : literal;
    }

    private static string One(Translator translator, string name, List<List<Node>> arguments) =>
        arguments.Count > 0 ? translator.Render(arguments[0]) : throw SqlFailure.WrongArguments(name);

    private static string LastQueryId(Translator translator, string name, List<List<Node>> arguments)
    {
        var ids = translator.Scope.QueryIds;
        var offset = arguments.Count == 0 ? -1 : int.TryParse(translator.Render(arguments[0]).Replace(" ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var n) ? n : 0;
        var index = offset < 0 ? ids.Count + offset : offset - 1;
        return index >= 0 && index < ids.Count ? Literals.Text(ids[index]) : "CAST(NULL AS VARCHAR)";
    }

    private static string Variable(Translator translator, string name, List<List<Node>> arguments) =>
        translator.Scope.Variables.TryGetValue(TextArgument(translator, name, arguments, 0), out var literal) ? literal : "CAST(NULL AS VARCHAR)";

    private static string Wait(Translator translator, string name, List<List<Node>> arguments)
    {
        var text = TextArgument(translator, name, arguments, 0);
        var amount = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n is >= 0 and <= 86_400
            ? n
            : throw new SqlFailure("100038", "22018", $"Numeric value '{text}' is not recognized");
        var unit = arguments.Count > 1 ? TextArgument(translator, name, arguments, 1).ToUpperInvariant() : "SECONDS";
        translator.Effects.WaitSeconds += unit switch { "MILLISECONDS" => n / 1000, "MINUTES" => n * 60, _ => n };
        return Literals.Text($"waited {text} {unit.ToLowerInvariant()}");
    }

    private static string CancelQuery(Translator translator, string name, List<List<Node>> arguments)
    {
        var id = TextArgument(translator, name, arguments, 0).ToLowerInvariant();
        translator.Effects.Cancels.Add(id);
        return Literals.Text($"query [{id}] terminated.");
    }

    private static string CancelAll(Translator translator, string name, List<List<Node>> arguments)
    {
        translator.Effects.CancelsAll = true;
        return Literals.Text("all queries of the session terminated.");
    }
}
