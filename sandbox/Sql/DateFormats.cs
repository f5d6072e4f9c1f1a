using System.Text;

namespace Snowtrail.Sandbox.Sql;

/// <summary>Maps Snowflake's date and time formats to strftime's.</summary>
internal static class DateFormats
{
    private static readonly (string Snowflake, string Strftime)[] Parts =
    [
        ("YYYY", "%Y"), ("YY", "%y"), ("MMMM", "%B"), ("MON", "%b"), ("MM", "%m"), ("DD", "%d"), ("DY", "%a"), ("HH24", "%H"), ("HH12", "%I"),
        ("HH", "%H"), ("MI", "%M"), ("SS", "%S"), ("FF3", "%g"), ("FF6", "%f"), ("FF9", "%n"), ("FF", "%n"), ("AM", "%p"), ("PM", "%p"),
        ("TZHTZM", "%z"), ("TZH:TZM", "%z"), ("TZH", "%z"),
    ];

    public static string ToStrftime(string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length;)
        {
            var part = Array.Find(Parts, p => string.Compare(format, at, p.Snowflake, 0, p.Snowflake.Length, StringComparison.OrdinalIgnoreCase) == 0);
            if (part.Snowflake is not null)
            {
                text.Append(part.Strftime);
                at += part.Snowflake.Length;
            }
            else
            {
                text.Append(format[at] switch { '"' => "", '%' => "%%", var c => c.ToString() });
                at++;
            }
        }

        return text.ToString();
    }
}
