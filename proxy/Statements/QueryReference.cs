namespace Snowtrail.Proxy.Statements;

/// <summary>What a query id stands for.</summary>
/// <param name="Call">The statement.</param>
/// <param name="Child">Position among the statements of a text with several, from 0; null for the whole.</param>
internal sealed record QueryReference(StatementCall Call, int? Child);
