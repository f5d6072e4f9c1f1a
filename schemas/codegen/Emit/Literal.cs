using System.Globalization;
using System.Text;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>Text as a C# string literal.</summary>
internal static class Literal
{
    internal static string For(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => literal.Append('\\').Append(c),
                < ' ' or > '~' => literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => literal.Append(c),
            };
        }

        return literal.Append('"').ToString();
    }
}
