using System.Collections.Concurrent;

namespace Snowtrail.Indexer.Documents;

/// <summary>Symbols of the records as words of the index.</summary>
internal static class Words
{
    /// <summary>An Avro symbol in lower case: <c>FILE_TRANSFER</c>, in C# <c>FileTransfer</c>, is <c>file_transfer</c>.</summary>
    public static string Lower<TEnum>(TEnum symbol)
        where TEnum : struct, Enum => Known<TEnum>.Words.GetOrAdd(symbol, Spell);

    /// <summary>A verb phrase as <c>event.action</c>: <c>COPY INTO LOCATION</c> is <c>copy-into-location</c>.</summary>
    public static string Action(string verb) => string.Create(verb.Length, verb, static (to, from) =>
    {
        for (var at = 0; at < to.Length; at++)
            to[at] = from[at] is ' ' or '_' ? '-' : char.ToLowerInvariant(from[at]);
    });

    private static string Spell<TEnum>(TEnum symbol)
        where TEnum : struct, Enum =>
        string.Concat(symbol.ToString().Select((letter, at) =>
            char.IsUpper(letter) && at > 0 ? $"_{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));

    private static class Known<TEnum>
        where TEnum : struct, Enum
    {
        internal static readonly ConcurrentDictionary<TEnum, string> Words = new();
    }
}
