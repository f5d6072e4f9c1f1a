using Lucene.Net.Analysis.TokenAttributes;
using Snowtrail.Indexer.Embedded.Schema;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>The words of a text as the index cut them.</summary>
internal static class TextWords
{
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        using var analyzer = new WordAnalyzer();
        using var stream = analyzer.GetTokenStream("", text);
        var word = stream.AddAttribute<ICharTermAttribute>();
        stream.Reset();
        while (stream.IncrementToken())
            words.Add(word.ToString()!);
        stream.End();
        return words;
    }
}
