namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>A schema's doc as the text of an XML comment.</summary>
internal static class XmlDoc
{
    internal static string Escape(string doc)
    {
        var parts = doc.ReplaceLineEndings(" ")
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Split('`');

        // Text between two backticks is code; a backtick without a partner stays as it is.
        return string.Concat(parts.Select((part, at) =>
            at % 2 == 0 ? part : at + 1 < parts.Length ? $"<c>{part}</c>" : $"`{part}"));
    }
}
