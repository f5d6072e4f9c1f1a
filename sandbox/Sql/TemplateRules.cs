using System.Globalization;

namespace Snowtrail.Sandbox.Sql;

/// <summary>Functions that are one expression in DuckDB, written with the arguments in their places.</summary>
internal static class TemplateRules
{
    /// <summary>Name, least number of arguments, template. <c>{*}</c> is all arguments.</summary>
    private static readonly (string Name, int Arguments, string Template)[] Templates =
    [
        ("IFF", 3, "CASE WHEN {0} THEN {1} ELSE {2} END"),
        ("NVL", 2, "coalesce({0}, {1})"),
        ("IFNULL", 2, "coalesce({0}, {1})"),
        ("NVL2", 3, "CASE WHEN ({0}) IS NOT NULL THEN {1} ELSE {2} END"),
        ("ZEROIFNULL", 1, "coalesce({0}, 0)"),
        ("NULLIFZERO", 1, "nullif({0}, 0)"),
        ("EQUAL_NULL", 2, "(({0}) IS NOT DISTINCT FROM ({1}))"),
        ("DIV0", 2, "CASE WHEN ({1}) = 0 THEN 0 ELSE ({0}) / ({1}) END"),
        ("DIV0NULL", 2, "CASE WHEN coalesce({1}, 0) = 0 THEN 0 ELSE ({0}) / ({1}) END"),
        ("SQUARE", 1, "(({0}) * ({0}))"),
        ("LEN", 1, "length({0})"),
        ("CHARINDEX", 2, "strpos({1}, {0})"),
        ("POSITION", 2, "strpos({1}, {0})"),
        ("STARTSWITH", 2, "starts_with({0}, {1})"),
        ("ENDSWITH", 2, "ends_with({0}, {1})"),
        ("RLIKE", 2, "regexp_full_match({0}, {1})"),
        ("REGEXP_LIKE", 2, "regexp_full_match({0}, {1})"),
        ("REGEXP_SUBSTR", 2, "nullif(regexp_extract({0}, {1}), '')"),
        ("REGEXP_COUNT", 2, "len(regexp_extract_all({0}, {1}))"),
        ("SHA2", 1, "sha256({0})"),
        ("SHA1", 1, "sha1({0})"),
        ("MD5_HEX", 1, "md5({0})"),
        ("BASE64_ENCODE", 1, "to_base64(sandbox_bytes({0}))"),
        ("BASE64_DECODE_STRING", 1, "decode(from_base64({0}))"),
        ("BASE64_DECODE_BINARY", 1, "from_base64({0})"),
        ("HEX_ENCODE", 1, "hex({0})"),
        ("HEX_DECODE_STRING", 1, "decode(unhex({0}))"),
        ("HEX_DECODE_BINARY", 1, "unhex({0})"),
        ("UUID_STRING", 0, "CAST(uuid() AS VARCHAR)"),
        ("BOOLOR_AGG", 1, "bool_or({0})"),
        ("BOOLAND_AGG", 1, "bool_and({0})"),
        ("COUNT_IF", 1, "count_if({0})"),
        ("APPROX_COUNT_DISTINCT", 1, "approx_count_distinct({0})"),
        ("HLL", 1, "approx_count_distinct({0})"),
        ("STDDEV", 1, "stddev_samp({0})"),
        ("VARIANCE", 1, "var_samp({0})"),
        ("HASH", 1, "CAST(CAST(hash({*}) >> 1 AS UBIGINT) AS BIGINT)"),
        ("SPACE", 1, "repeat(' ', {0})"),
        ("SUBSTR", 2, "substr({0}, {1:int}, {2:int})"),
        ("SUBSTRING", 2, "substr({0}, {1:int}, {2:int})"),
        ("LEFT", 2, "left({0}, {1:int})"),
        ("RIGHT", 2, "right({0}, {1:int})"),
        ("REPEAT", 2, "repeat({0}, {1:int})"),
        ("SPLIT_PART", 3, "split_part({0}, {1}, {2:int})"),
        ("LPAD", 2, "lpad({0}, {1:int}, {2})"),
        ("RPAD", 2, "rpad({0}, {1:int}, {2})"),
        ("LAST_DAY", 1, "last_day({0})"),
        ("RATIO_TO_REPORT", 1, "({0}) / sum({0})"),
        ("BITAND", 2, "(({0}) & ({1}))"),
        ("BITOR", 2, "(({0}) | ({1}))"),
        ("BITXOR", 2, "xor({0}, {1})"),
        ("MOD", 2, "(({0}) % ({1}))"),
    ];

    public static IEnumerable<KeyValuePair<string, FunctionRules.Rule>> All =>
        Templates.Select(t => KeyValuePair.Create<string, FunctionRules.Rule>(t.Name, (translator, name, arguments) =>
            Fill(name, t.Arguments, t.Template, [.. arguments.Select(translator.Render)])))
            .Append(KeyValuePair.Create<string, FunctionRules.Rule>("DECODE", Decode))
            .Append(KeyValuePair.Create<string, FunctionRules.Rule>("REGEXP_REPLACE", RegexpReplace));

    private static string Fill(string name, int least, string template, string[] arguments)
    {
        if (arguments.Length < least)
        {
            throw SqlFailure.WrongArguments(name);
        }

        var text = template.Replace("{*}", string.Join(", ", arguments), StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            var whole = "{" + i.ToString(CultureInfo.InvariantCulture) + "}";
            var integer = "{" + i.ToString(CultureInfo.InvariantCulture) + ":int}";
            if (i >= arguments.Length)
            {
                text = text.Replace(", " + whole, "", StringComparison.Ordinal).Replace(", " + integer, "", StringComparison.Ordinal);
                continue;
            }

            var number = arguments[i].All(char.IsAsciiDigit) ? arguments[i] : "CAST(" + arguments[i] + " AS BIGINT)";
            text = text.Replace(whole, arguments[i], StringComparison.Ordinal).Replace(integer, number, StringComparison.Ordinal);
        }

        return text;
    }

    private static string Decode(Translator translator, string name, List<List<Node>> arguments)
    {
        var values = arguments.Select(translator.Render).ToArray();
        if (values.Length < 3)
        {
            throw SqlFailure.WrongArguments(name);
        }

        var pairs = Enumerable.Range(0, (values.Length - 1) / 2)
            .Select(i => $"WHEN ({values[0]}) IS NOT DISTINCT FROM ({values[(2 * i) + 1]}) THEN {values[(2 * i) + 2]}");
        return "CASE " + string.Join(' ', pairs) + (values.Length % 2 == 0 ? " ELSE " + values[^1] : "") + " END";
    }

    private static string RegexpReplace(Translator translator, string name, List<List<Node>> arguments)
    {
        var values = arguments.Select(translator.Render).ToArray();
        return values.Length < 2
            ? throw SqlFailure.WrongArguments(name)
            : $"regexp_replace({values[0]}, {values[1]}, {(values.Length > 2 ? values[2] : "''")}, 'g')";
    }
}
