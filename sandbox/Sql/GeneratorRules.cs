using System.Globalization;

namespace Snowtrail.Sandbox.Sql;

/// <summary>Row generators and chance. Values derive from a hash of the generator argument, so a seed gives the same rows again.</summary>
internal static class GeneratorRules
{
    public static IEnumerable<KeyValuePair<string, FunctionRules.Rule>> All =>
    [
        new("SEQ1", Sequence), new("SEQ2", Sequence), new("SEQ4", Sequence), new("SEQ8", Sequence),
        new("RANDOM", RandomNumber), new("UNIFORM", Uniform), new("RANDSTR", RandomText), new("NORMAL", Normal),
    ];

    private static string Sequence(Translator translator, string name, List<List<Node>> arguments) =>
        translator.Generates ? "\"SEQ$\"" : "(row_number() OVER () - 1)";

    private static string RandomNumber(Translator translator, string name, List<List<Node>> arguments) =>
        arguments.Count == 0
            ? "CAST(hash(random()) >> 1 AS BIGINT)"
            : $"CAST(hash({translator.Render(arguments[0])}, {Sequence(translator, name, [])}) >> 1 AS BIGINT)";

    private static string Uniform(Translator translator, string name, List<List<Node>> arguments)
    {
        if (arguments.Count < 3)
        {
            throw SqlFailure.WrongArguments(name);
        }

        var (low, high, chance) = (translator.Render(arguments[0]), translator.Render(arguments[1]), translator.Render(arguments[2]));
        var fraction = $"(hash({chance}) / 18446744073709551616.0::DOUBLE)";
        var whole = !(low + high).Contains('.', StringComparison.Ordinal) && !(low + high).Contains("DOUBLE", StringComparison.Ordinal);
        return whole
            ? $"CAST(({low}) + floor({fraction} * (({high}) - ({low}) + 1)) AS BIGINT)"
            : $"(({low}) + {fraction} * (({high}) - ({low})))";
    }

    private static string RandomText(Translator translator, string name, List<List<Node>> arguments)
    {
        if (arguments.Count < 2)
        {
            throw SqlFailure.WrongArguments(name);
        }

        var (length, chance) = (translator.Render(arguments[0]), translator.Render(arguments[1]));
        var characters = int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 4000
            ? n
            : throw SqlFailure.Unsupported("RANDSTR longer than 4000 or of varying length");
        var pieces = Enumerable.Range(0, Math.Max(1, (characters + 39) / 40)).Select(i =>
            $"left(translate(to_base64(unhex(sha256(CAST({chance} AS VARCHAR) || '/{i}'))), '+/=', 'xyz'), 40)");
        return $"left({string.Join(" || ", pieces)}, {length})";
    }

    private static string Normal(Translator translator, string name, List<List<Node>> arguments)
    {
        if (arguments.Count < 3)
        {
            throw SqlFailure.WrongArguments(name);
        }

        var (mean, deviation, chance) = (translator.Render(arguments[0]), translator.Render(arguments[1]), translator.Render(arguments[2]));
        var first = $"((hash({chance}) + 1.0) / 18446744073709551617.0::DOUBLE)";
        var second = $"(hash({chance}, 1) / 18446744073709551616.0::DOUBLE)";
        return $"(({mean}) + ({deviation}) * sqrt(-2 * ln({first})) * cos(2 * pi() * {second}))";
    }
}
