namespace Snowtrail.Sandbox.Sql;

/// <summary>Dates and times. The <c>sandbox_</c> macros choose by the argument's type; see <see cref="Execution.Prelude"/>.</summary>
internal static class DateRules
{
    private const string Now = "CAST(now() AS TIMESTAMPTZ)";

    public static IEnumerable<KeyValuePair<string, FunctionRules.Rule>> All =>
    [
        new("DATEADD", Add), new("TIMEADD", Add), new("TIMESTAMPADD", Add),
        new("DATEDIFF", Difference), new("TIMEDIFF", Difference), new("TIMESTAMPDIFF", Difference),
        new("DATE_TRUNC", Truncate), new("DATE_PART", Part), new("ADD_MONTHS", AddMonths),
        new("CONVERT_TIMEZONE", Convert),
        new("CURRENT_TIMESTAMP", (_, _, _) => Now), new("GETDATE", (_, _, _) => Now), new("LOCALTIMESTAMP", (_, _, _) => Now),
        new("SYSDATE", (_, _, _) => "(now() AT TIME ZONE 'UTC')"),
        new("CURRENT_DATE", (_, _, _) => "CAST(now() AS DATE)"),
        new("CURRENT_TIME", (_, _, _) => "CAST(CAST(now() AS TIMESTAMP) AS TIME)"), new("LOCALTIME", (_, _, _) => "CAST(CAST(now() AS TIMESTAMP) AS TIME)"),
    ];

    private static string Add(Translator translator, string name, List<List<Node>> arguments)
    {
        Need(name, arguments, 3);
        var amount = $"CAST({translator.Render(arguments[1])} AS BIGINT)";
        var part = PartName(translator, name, arguments[0]);
        var (macro, interval) = part switch
        {
            "day" => ("sandbox_add_days", $"to_days(CAST({amount} AS INTEGER))"),
            "week" => ("sandbox_add_days", $"to_days(CAST({amount} * 7 AS INTEGER))"),
            "month" => ("sandbox_add_days", $"to_months(CAST({amount} AS INTEGER))"),
            "quarter" => ("sandbox_add_days", $"to_months(CAST({amount} * 3 AS INTEGER))"),
            "year" => ("sandbox_add_days", $"to_years(CAST({amount} AS INTEGER))"),
            "hour" => ("sandbox_add_time", $"to_hours({amount})"),
            "minute" => ("sandbox_add_time", $"to_minutes({amount})"),
            "second" => ("sandbox_add_time", $"to_seconds({amount})"),
            "millisecond" => ("sandbox_add_time", $"to_milliseconds({amount})"),
            _ => ("sandbox_add_time", $"to_microseconds({amount})"),
        };
        return $"{macro}({translator.Render(arguments[2])}, {interval})";
    }

    private static string Difference(Translator translator, string name, List<List<Node>> arguments)
    {
        Need(name, arguments, 3);
        var part = PartName(translator, name, arguments[0]);
        return $"date_diff('{part}', sandbox_moment({translator.Render(arguments[1])}), sandbox_moment({translator.Render(arguments[2])}))";
    }

    private static string Truncate(Translator translator, string name, List<List<Node>> arguments)
    {
        Need(name, arguments, 2);
        return $"date_trunc('{PartName(translator, name, arguments[0])}', {translator.Render(arguments[1])})";
    }

    private static string Part(Translator translator, string name, List<List<Node>> arguments)
    {
        Need(name, arguments, 2);
        return $"date_part('{PartName(translator, name, arguments[0])}', {translator.Render(arguments[1])})";
    }

    private static string AddMonths(Translator translator, string name, List<List<Node>> arguments)
    {
        Need(name, arguments, 2);
        return $"sandbox_add_days({translator.Render(arguments[0])}, to_months(CAST({translator.Render(arguments[1])} AS INTEGER)))";
    }

    private static string Convert(Translator translator, string name, List<List<Node>> arguments)
    {
        Need(name, arguments, 2);
        var values = arguments.Select(translator.Render).ToArray();
        return values.Length == 2
            ? $"timezone({values[0]}, CAST({values[1]} AS TIMESTAMPTZ))"
            : $"timezone({values[1]}, timezone({values[0]}, CAST({values[2]} AS TIMESTAMP)))";
    }

    private static string PartName(Translator translator, string name, List<Node> argument)
    {
        if (argument is not [{ IsGroup: false } part])
        {
            throw SqlFailure.WrongArguments(name);
        }

        return part.Token.Value.ToUpperInvariant() switch
        {
            "YEAR" or "Y" or "YY" or "YYY" or "YYYY" or "YR" or "YEARS" or "YRS" => "year",
            "QUARTER" or "Q" or "QTR" or "QTRS" or "QUARTERS" => "quarter",
            "MONTH" or "MM" or "MON" or "MONS" or "MONTHS" => "month",
            "WEEK" or "W" or "WK" or "WEEKOFYEAR" or "WOY" or "WY" or "WEEKS" => "week",
            "DAY" or "D" or "DD" or "DAYS" or "DAYOFMONTH" => "day",
            "HOUR" or "H" or "HH" or "HR" or "HOURS" or "HRS" => "hour",
            "MINUTE" or "M" or "MI" or "MIN" or "MINUTES" or "MINS" => "minute",
            "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => "second",
            "MILLISECOND" or "MS" or "MSEC" or "MILLISECONDS" => "millisecond",
            "MICROSECOND" or "US" or "USEC" or "MICROSECONDS" => "microsecond",
            "EPOCH_SECOND" or "EPOCH" => "epoch",
            "DAYOFWEEK" or "WEEKDAY" or "DOW" or "DW" => "dayofweek",
            "DAYOFYEAR" or "DOY" or "DY" => "dayofyear",
            _ => throw new SqlFailure("001007", "22023", $"SQL compilation error:\ninvalid value [{part.Token.Value}] for parameter 1 of function {name}"),
        };
    }

    private static void Need(string name, List<List<Node>> arguments, int count)
    {
        if (arguments.Count < count)
        {
            throw SqlFailure.WrongArguments(name);
        }
    }
}
