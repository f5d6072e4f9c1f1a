namespace Snowtrail.Schemas.Codec;

/// <summary>Equality by contents where C#'s records would compare references.</summary>
internal static class AvroEquality
{
    internal static bool Same<T>(IReadOnlyList<T>? left, IReadOnlyList<T>? right, Func<T, T, bool> same)
    {
        if (left is null || right is null || ReferenceEquals(left, right))
        {
            return ReferenceEquals(left, right);
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        for (var at = 0; at < left.Count; at++)
        {
            if (!same(left[at], right[at]))
            {
                return false;
            }
        }

        return true;
    }

    internal static bool Same<T>(IReadOnlyDictionary<string, T>? left, IReadOnlyDictionary<string, T>? right, Func<T, T, bool> same)
    {
        if (left is null || right is null || ReferenceEquals(left, right))
        {
            return ReferenceEquals(left, right);
        }

        return left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out var value) && same(entry.Value, value));
    }

    internal static bool Same(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right) =>
        left.HasValue == right.HasValue && left.GetValueOrDefault().Span.SequenceEqual(right.GetValueOrDefault().Span);
}
