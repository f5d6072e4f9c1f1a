using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Util;
using Lucene.Net.Util;

namespace Snowtrail.Indexer.Embedded.Schema;

/// <summary>
/// Cuts text into lower-case words: runs of letters, digits and underscores. Each part of a dotted or quoted name is a word of its own.
/// Elasticsearch's equal is a pattern tokenizer on <c>[^\p{L}\p{N}_]+</c> with the lower-case filter.
/// </summary>
internal sealed class WordAnalyzer : Analyzer
{
    protected override TokenStreamComponents CreateComponents(string fieldName, TextReader reader) => new(new Words(reader));

    private sealed class Words(TextReader reader) : CharTokenizer(LuceneVersion.LUCENE_48, reader)
    {
        protected override bool IsTokenChar(int c) => c == '_' || (c < 0x80 ? char.IsAsciiLetterOrDigit((char)c) : IsWordRune(c));

        protected override int Normalize(int c) =>
            c < 0x80 ? (c is >= 'A' and <= 'Z' ? c | 0x20 : c) : System.Text.Rune.IsValid(c) ? System.Text.Rune.ToLowerInvariant(new(c)).Value : c;

        private static bool IsWordRune(int c) => System.Text.Rune.IsValid(c) && System.Text.Rune.IsLetterOrDigit(new(c));
    }
}
