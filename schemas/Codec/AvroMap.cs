using System.Collections.ObjectModel;

namespace Snowtrail.Schemas.Codec;

/// <summary>The empty map that records start with.</summary>
internal static class AvroMap<T>
{
    internal static IReadOnlyDictionary<string, T> Empty => ReadOnlyDictionary<string, T>.Empty;
}
