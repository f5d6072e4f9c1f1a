namespace Snowtrail.Sandbox.Sql;

/// <summary>Functions that Snowflake has under another name, with other arguments, or that only the session can answer.</summary>
internal static class FunctionRules
{
    /// <summary>Writes a call: the translator, the name, and the arguments as nodes.</summary>
    public delegate string Rule(Translator translator, string name, List<List<Node>> arguments);

    private static readonly HashSet<string> Bare =
    [
        "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "CURRENT_DATABASE", "CURRENT_SCHEMA", "CURRENT_ROLE",
        "CURRENT_WAREHOUSE", "LOCALTIMESTAMP", "LOCALTIME",
    ];

    private static readonly Dictionary<string, Rule> Rules =
        new([.. TemplateRules.All, .. ContextRules.All, .. ConversionRules.All, .. DateRules.All, .. GeneratorRules.All, .. JsonRules.All]);

    public static bool Has(string name) => Rules.ContainsKey(name) || name.StartsWith("SYSTEM$", StringComparison.Ordinal);

    /// <summary>Functions that Snowflake lets stand without brackets.</summary>
    public static bool IsBareFunction(Node node) => node.Is(TokenKind.Word) && Bare.Contains(node.Token.Value);

    public static string Apply(Translator translator, Node name, List<List<Node>> arguments) =>
        Rules.TryGetValue(name.Token.Value, out var rule)
            ? rule(translator, name.Token.Value, arguments)
            : throw new SqlFailure("002140", "42601", $"SQL compilation error:\nUnknown function {name.Token.Value}");
}
