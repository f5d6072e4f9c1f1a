namespace Snowtrail.Proxy.Results.Cards;

/// <summary>A card number in a text: its bytes from <paramref name="Start"/> to before <paramref name="End"/>.</summary>
internal readonly record struct CardMatch(int Start, int End);
