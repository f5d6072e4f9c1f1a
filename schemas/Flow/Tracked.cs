namespace Snowtrail.Schemas.Flow;

/// <summary>A value together with the receipt that its last stage settles.</summary>
/// <param name="Value">What travels.</param>
/// <param name="Receipt">Settled exactly once, on every path.</param>
public sealed record Tracked<T>(T Value, IReceipt Receipt)
{
    /// <summary>The same journey with another value.</summary>
    public Tracked<TNext> With<TNext>(TNext next) => new(next, Receipt);

    /// <summary>
    /// One journey becomes several. The parent settles when the last child has, as the least happy of them:
    /// <see cref="Settlement.Parked"/> before <see cref="Settlement.Durable"/> before <see cref="Settlement.Skipped"/>.
    /// With no values the parent settles at once as <see cref="Settlement.Skipped"/>.
    /// </summary>
    public IReadOnlyList<Tracked<TNext>> Split<TNext>(IReadOnlyList<TNext> values)
    {
        if (values.Count == 0)
        {
            Receipt.Settle(Settlement.Skipped);
            return [];
        }

        if (values.Count == 1)
        {
            return [With(values[0])];
        }

        var shared = new SharedReceipt(Receipt, values.Count);
        return [.. values.Select(value => new Tracked<TNext>(value, shared.Child()))];
    }
}
