using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql;

/// <summary>Finds the comments before the first token of a text and after the last one.</summary>
internal static class CommentEdges
{
    public static List<string> Of(string text, int window, int max)
    {
        var found = new List<string>();
        var lexer = new SqlLexer(text);
        var (previousEnd, isFirst) = (0, true);
        var beforeSeparator = new List<string>();
        while (true)
        {
            var token = lexer.Next();
            var isLast = token.Kind is TokenKind.End or TokenKind.Error;
            var isSeparator = token.Kind == TokenKind.Symbol && token.Code == ';';
            if (isLast)
            {
                found.AddRange(beforeSeparator);
            }

            beforeSeparator.Clear();
            if (lexer.Comment.Length > 0 && (isFirst || isLast || isSeparator))
            {
                // A separator at the end does not hide the comments before it.
                var gap = text.AsSpan(previousEnd, token.Start - previousEnd);
                Split(gap, previousEnd, text.Length, window, isFirst || isLast ? found : beforeSeparator);
            }

            if (isLast)
            {
                return found.Count > max ? found[..max] : found;
            }

            (previousEnd, isFirst) = (token.End, false);
        }
    }

    /// <summary>Takes apart a stretch of blanks and comments.</summary>
    private static void Split(ReadOnlySpan<char> gap, int offset, int length, int window, List<string> found)
    {
        for (var at = 0; at < gap.Length;)
        {
            var rest = gap[at..];
            if (rest.StartsWith("/*"))
            {
                var end = rest[2..].IndexOf("*/");
                end = end < 0 ? rest.Length : end + 4;
                Add(rest[2..Math.Max(2, end - 2)], offset + at, end, length, window, found);
                at += end;
            }
            else if (rest.StartsWith("--") || rest.StartsWith("//"))
            {
                var end = rest.IndexOf('\n');
                end = end < 0 ? rest.Length : end;
                Add(rest[2..end], offset + at, end, length, window, found);
                at += end;
            }
            else
            {
                at++;
            }
        }
    }

    private static void Add(ReadOnlySpan<char> comment, int start, int size, int length, int window, List<string> found)
    {
        if (start + size <= window || start >= length - window)
        {
            found.Add(comment.Trim().ToString());
        }
    }
}
