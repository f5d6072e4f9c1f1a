using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>Documents with a term that begins with a prefix and satisfies a predicate on what follows it.</summary>
internal sealed class TermPredicateQuery : MultiTermQuery
{
    private readonly BytesRef _prefix;
    private readonly Func<string, bool> _predicate;

    /// <param name="field">Lucene field.</param>
    /// <param name="prefix">What the terms begin with; only these are read.</param>
    /// <param name="skip">Characters of the prefix that the predicate does not see.</param>
    /// <param name="predicate">Which terms count.</param>
    public TermPredicateQuery(string field, string prefix, int skip, Func<string, bool> predicate)
        : base(field)
    {
        _prefix = new BytesRef(prefix);
        _predicate = skip == 0 ? predicate : term => predicate(term[skip..]);
        MultiTermRewriteMethod = CONSTANT_SCORE_FILTER_REWRITE;
    }

    public override string ToString(string field) => $"{Field}:{_prefix.Utf8ToString()}…";

    // A predicate equals itself only
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    protected override TermsEnum GetTermsEnum(Terms terms, AttributeSource atts) => new Matching(terms.GetEnumerator(), _prefix, _predicate);

    private sealed class Matching : FilteredTermsEnum
    {
        private readonly BytesRef _prefix;
        private readonly Func<string, bool> _predicate;

        public Matching(TermsEnum terms, BytesRef prefix, Func<string, bool> predicate)
            : base(terms)
        {
            _prefix = prefix;
            _predicate = predicate;
            SetInitialSeekTerm(prefix);
        }

        protected override AcceptStatus Accept(BytesRef term)
        {
            if (!StringHelper.StartsWith(term, _prefix))
                return AcceptStatus.END;
            return _predicate(term.Utf8ToString()) ? AcceptStatus.YES : AcceptStatus.NO;
        }
    }
}
