using System.Runtime.InteropServices;

namespace Snowtrail.Sandbox.Sql;

/// <summary>TO_… and TRY_TO_… functions.</summary>
internal static class ConversionRules
{
    private static readonly (string Name, string Type)[] Simple =
    [
        ("TO_DOUBLE", "DOUBLE"), ("TO_BOOLEAN", "BOOLEAN"), ("TO_DATE", "DATE"), ("TO_TIME", "TIME"),
        ("TO_TIMESTAMP", "TIMESTAMP"), ("TO_TIMESTAMP_NTZ", "TIMESTAMP"), ("TO_TIMESTAMP_LTZ", "TIMESTAMPTZ"), ("TO_TIMESTAMP_TZ", "TIMESTAMPTZ"),
    ];

    public static IEnumerable<KeyValuePair<string, FunctionRules.Rule>> All
    {
        get
        {
            foreach (var (name, type) in Simple)
            {
                yield return new(name, (t, n, a) => Convert(t, n, a, "CAST", type));
                yield return new("TRY_" + name, (t, n, a) => Convert(t, n, a, "TRY_CAST", type));
            }

            foreach (var name in new[] { "TO_NUMBER", "TO_DECIMAL", "TO_NUMERIC" })
            {
                yield return new(name, (t, n, a) => Number(t, n, a, "CAST"));
                yield return new("TRY_" + name, (t, n, a) => Number(t, n, a, "TRY_CAST"));
            }

            yield return new("TO_VARCHAR", ToText);
            yield return new("TO_CHAR", ToText);
            yield return new("TO_BINARY", ToBinary);
            yield return new("DATE", (t, n, a) => Convert(t, n, a, "CAST", "DATE"));
            yield return new("TIME", (t, n, a) => Convert(t, n, a, "CAST", "TIME"));
        }
    }

    private static string Convert(Translator translator, string name, List<List<Node>> arguments, string cast, string type)
    {
        var value = arguments.Count > 0 ? translator.Render(arguments[0]) : throw SqlFailure.WrongArguments(name);
        if (arguments.Count == 1)
        {
            var isNumber = arguments[0] is [{ IsGroup: false } only] && only.Is(TokenKind.Number);
            return isNumber && type.StartsWith("TIMESTAMP", StringComparison.Ordinal)
                ? $"CAST(to_timestamp({value}) AT TIME ZONE 'UTC' AS {type})"
                : $"{cast}({value} AS {type})";
        }

        var format = DateFormats.ToStrftime(ContextRules.TextArgument(translator, name, arguments, 1));
        var parse = cast == "CAST" ? "strptime" : "try_strptime";
        return $"CAST({parse}({value}, {Literals.Text(format)}) AS {type})";
    }

    private static string Number(Translator translator, string name, List<List<Node>> arguments, string cast)
    {
        var value = arguments.Count > 0 ? translator.Render(arguments[0]) : throw SqlFailure.WrongArguments(name);
        if (arguments.Count > 1 && arguments[1] is [{ IsGroup: false } format] && format.Is(TokenKind.Text))
        {
            throw SqlFailure.Unsupported("numeric format model");
        }

        var size = arguments.Count > 1 ? arguments.Skip(1).Aggregate(new List<Node>(), Join) : null;
        return $"{cast}({value} AS {TypeNames.Map("NUMBER", size)})";
    }

    private static List<Node> Join(List<Node> all, List<Node> next)
    {
        if (all.Count > 0)
        {
            all.Add(new Node(new Token(TokenKind.Symbol, ",", 0, 0), null));
        }

        all.AddRange(CollectionsMarshal.AsSpan(next));
        return all;
    }

    private static string ToText(Translator translator, string name, List<List<Node>> arguments)
    {
        var value = arguments.Count > 0 ? translator.Render(arguments[0]) : throw SqlFailure.WrongArguments(name);
        if (arguments.Count == 1)
        {
            return $"sandbox_text({value})";
        }

        var format = ContextRules.TextArgument(translator, name, arguments, 1);
        return format.ToUpperInvariant() switch
        {
            "HEX" => $"hex({value})",
            "UTF-8" or "UTF8" => $"decode({value})",
            "BASE64" => $"to_base64({value})",
            var model when model.Contains('9', StringComparison.Ordinal) || model.Contains('0', StringComparison.Ordinal) =>
                throw SqlFailure.Unsupported("numeric format model"),
            _ => $"strftime({value}, {Literals.Text(DateFormats.ToStrftime(format))})",
        };
    }

    private static string ToBinary(Translator translator, string name, List<List<Node>> arguments)
    {
        var value = arguments.Count > 0 ? translator.Render(arguments[0]) : throw SqlFailure.WrongArguments(name);
        return (arguments.Count > 1 ? ContextRules.TextArgument(translator, name, arguments, 1).ToUpperInvariant() : "HEX") switch
        {
            "HEX" => $"unhex({value})",
            "BASE64" => $"from_base64({value})",
            _ => $"encode({value})",
        };
    }
}
