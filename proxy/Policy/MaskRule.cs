namespace Snowtrail.Proxy.Policy;

/// <summary>What one rule hides in results.</summary>
/// <param name="Name">Name of the rule.</param>
/// <param name="Columns">Stored columns whose values, and whatever is made of them, are hidden.</param>
/// <param name="DetectCards">True to hide payment card numbers in any text, whatever the column is called.</param>
/// <param name="Contact">Whom to ask for the values.</param>
public sealed record MaskRule(string Name, IReadOnlyList<ColumnName> Columns, bool DetectCards, string Contact);
