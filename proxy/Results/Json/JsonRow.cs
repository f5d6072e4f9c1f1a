using System.Buffers;
using System.Text.Unicode;

namespace Snowtrail.Proxy.Results.Json;

/// <summary>Finds the cells of one row of a JSON rowset. Strict, and without recursion: a cell is a string, null, a number or a boolean.</summary>
internal sealed class JsonRow
{
    private static readonly SearchValues<byte> StringEnds =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(one => (byte)one)]);

    private static readonly SearchValues<byte> LiteralEnds = SearchValues.Create(" ,]\t\r\n"u8);
    private static readonly SearchValues<byte> NumberParts = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Places of the cells, quotes included.</summary>
    public List<(int Start, int End)> Cells { get; } = [];

    /// <summary>Reads a row from its opening bracket.</summary>
    /// <returns>Length with both brackets; -1 when the data ends before the row does.</returns>
    public int Read(ReadOnlySpan<byte> data)
    {
        Cells.Clear();
        var at = Blanks(data, 1);
        if (at < data.Length && data[at] == ']')
            return at + 1;
        while (at < data.Length)
        {
            var end = Cell(data, at);
            if (end < 0)
                return -1;
            Cells.Add((at, end));
            at = Blanks(data, end);
            if (at >= data.Length)
                return -1;
            if (data[at] == ']')
                return Valid(data[..(at + 1)]);
            if (data[at] != ',')
                throw new UnreadableResultException("A row of the rowset is not valid JSON.");
            at = Blanks(data, at + 1);
        }

        return -1;
    }

    public static int Blanks(ReadOnlySpan<byte> data, int at)
    {
        while (at < data.Length && data[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        return at;
    }

    private static int Valid(ReadOnlySpan<byte> row) =>
        Utf8.IsValid(row) ? row.Length : throw new UnreadableResultException("A row of the rowset is not valid UTF-8.");

    private static int Cell(ReadOnlySpan<byte> data, int at) => data[at] == '"' ? Text(data, at + 1) : Literal(data, at);

    private static int Text(ReadOnlySpan<byte> data, int at)
    {
        while (true)
        {
            var next = data[at..].IndexOfAny(StringEnds);
            if (next < 0)
                return -1;
            at += next;
            if (data[at] == '"')
                return at + 1;
            if (data[at] != '\\')
                throw new UnreadableResultException("A cell of the rowset holds a bare control character.");
            at = Escape(data, at);
            if (at < 0)
                return -1;
        }
    }

    private static int Escape(ReadOnlySpan<byte> data, int at)
    {
        if (at + 1 >= data.Length)
            return -1;
        if (data[at + 1] != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(data[at + 1])
                ? at + 2
                : throw new UnreadableResultException("A cell of the rowset holds an unknown escape.");
        }

        if (at + 6 > data.Length)
            return -1;
        foreach (var hex in data[(at + 2)..(at + 6)])
        {
            if (!char.IsAsciiHexDigit((char)hex))
                throw new UnreadableResultException("A cell of the rowset holds a broken escape.");
        }

        return at + 6;
    }

    private static int Literal(ReadOnlySpan<byte> data, int at)
    {
        var length = data[at..].IndexOfAny(LiteralEnds);
        if (length < 0)
            return data.Length - at > 400 ? throw new UnreadableResultException("A cell of the rowset is neither text nor null.") : -1;
        var word = data.Slice(at, length);
        var known = word.SequenceEqual("null"u8) || word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8)
            || (word.Length > 0 && word.IndexOfAnyExcept(NumberParts) < 0);
        return known ? at + length : throw new UnreadableResultException("A cell of the rowset is neither text nor null.");
    }
}
