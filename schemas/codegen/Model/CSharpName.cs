namespace Snowtrail.Schemas.Codegen.Model;

/// <summary>Avro's names in C#'s case.</summary>
internal static class CSharpName
{
    /// <summary><c>snake_case</c> and <c>UPPER_SNAKE</c> become <c>PascalCase</c>.</summary>
    internal static string Pascal(string name) =>
        string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(Word));

    private static string Word(string word) =>
        string.Concat(word[..1].ToUpperInvariant(), IsUpper(word) ? Lower(word[1..]) : word[1..]);

    private static bool IsUpper(string word) => !word.Any(char.IsAsciiLetterLower);

    internal static string Lower(string text) => string.Create(text.Length, text, static (span, from) => from.AsSpan().ToLowerInvariant(span));
}
