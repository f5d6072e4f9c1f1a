namespace Snowtrail.Proxy.Results;

/// <summary>How one column is masked.</summary>
/// <param name="Column">The column.</param>
/// <param name="Treatment">What is done.</param>
/// <param name="Rule">The rule that asks for it; empty for <see cref="Treatment.Pass"/>.</param>
/// <param name="LettersHide">True when letters beside a card number may be an encoding of it.</param>
internal sealed record ColumnMask(ResultType Column, Treatment Treatment, string Rule, bool LettersHide)
{
    public bool MayNull => Treatment is Treatment.ScanNumber or Treatment.Card or Treatment.Derived or Treatment.Null;
}
