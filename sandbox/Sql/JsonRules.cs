namespace Snowtrail.Sandbox.Sql;

/// <summary>Semi-structured values, which are JSON in DuckDB.</summary>
internal static class JsonRules
{
    public static IEnumerable<KeyValuePair<string, FunctionRules.Rule>> All =>
    [
        new("PARSE_JSON", (t, n, a) => $"CAST({One(t, n, a)} AS JSON)"),
        new("TRY_PARSE_JSON", (t, n, a) => $"TRY_CAST({One(t, n, a)} AS JSON)"),
        new("TO_JSON", (t, n, a) => $"CAST(to_json({One(t, n, a)}) AS VARCHAR)"),
        new("TO_VARIANT", (t, n, a) => $"to_json({One(t, n, a)})"),
        new("TO_OBJECT", (t, n, a) => $"CAST({One(t, n, a)} AS JSON)"),
        new("TO_ARRAY", (t, n, a) => $"CAST({One(t, n, a)} AS JSON)"),
        new("OBJECT_CONSTRUCT", (t, n, a) => $"json_merge_patch('{{}}', {Object(t, a)})"),
        new("OBJECT_CONSTRUCT_KEEP_NULL", (t, n, a) => Object(t, a)),
        new("ARRAY_CONSTRUCT", (t, n, a) => $"json_array({string.Join(", ", a.Select(t.Render))})"),
        new("ARRAY_SIZE", (t, n, a) => $"json_array_length(to_json({One(t, n, a)}))"),
        new("OBJECT_KEYS", (t, n, a) => $"to_json(json_keys({One(t, n, a)}))"),
        new("GET_PATH", (t, n, a) => $"json_extract({One(t, n, a)}, {Literals.Text("$." + ContextRules.TextArgument(t, n, a, 1))})"),
        new("GET", (t, n, a) => $"json_extract({One(t, n, a)}, {(a.Count > 1 ? t.Render(a[1]) : throw SqlFailure.WrongArguments(n))})"),
        new("CHECK_JSON", (t, n, a) => $"CASE WHEN json_valid({One(t, n, a)}) THEN NULL ELSE 'invalid JSON' END"),
        new("FLATTEN", (_, _, _) => throw SqlFailure.Unsupported("FLATTEN")),
    ];

    private static string One(Translator translator, string name, List<List<Node>> arguments) =>
        arguments.Count > 0 ? translator.Render(arguments[0]) : throw SqlFailure.WrongArguments(name);

    private static string Object(Translator translator, List<List<Node>> arguments) =>
        arguments is [[{ IsGroup: false } star]] && star.IsSymbol("*")
            ? throw SqlFailure.Unsupported("OBJECT_CONSTRUCT(*)")
            : arguments.Count % 2 == 1
                ? throw SqlFailure.WrongArguments("OBJECT_CONSTRUCT")
                : $"json_object({string.Join(", ", arguments.Select(translator.Render))})";
}
