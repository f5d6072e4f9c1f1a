using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Ledger.Files;
using Snowtrail.Ledger.Format;
using Snowtrail.Ledger.Reading;

namespace Snowtrail.Ledger.Tests.Support;

internal static class Some
{
    public static LedgerOptions Options(string directory) => new() { Directory = directory, GatewayId = "gateway-1" };

    public static Ledger Open(LedgerOptions options) => Ledger.Open(options, TimeProvider.System, NullLogger.Instance);

    public static Ledger Open(LedgerOptions options, ISegmentFiles files, TimeProvider? time = null) =>
        Ledger.OpenOn(files, options, time ?? TimeProvider.System, NullLogger.Instance);

    /// <summary>A record that names its own sequence, so that a reader can tell whether it is the right one.</summary>
    public static void Encode(string text, long sequence, IBufferWriter<byte> output) =>
        output.Write(Encoding.UTF8.GetBytes($"{sequence}:{text}"));

    public static ValueTask<long> Append(Ledger ledger, string text = "record") => ledger.AppendAsync(text, Encode);

    public static async Task Append(Ledger ledger, int count)
    {
        for (var index = 0; index < count; index++)
            await Append(ledger, $"record {index}");
    }

    public static string Text(LedgerRecord record) => Encoding.UTF8.GetString(record.Payload.Span);

    public static List<LedgerRecord> ReadAll(string directory) => [.. LedgerReaderOf(directory).Read()];

    public static LedgerReader LedgerReaderOf(string directory) => LedgerReader.Open(directory);

    public static void AssertDense(IReadOnlyList<LedgerRecord> records)
    {
        for (var index = 0; index < records.Count; index++)
        {
            Assert.Equal(index, records[index].Sequence);
            Assert.StartsWith($"{index}:", Text(records[index]), StringComparison.Ordinal);
        }
    }

    public static string[] Segments(string directory) => [.. SegmentName.List(directory).Select(first => SegmentName.Of(directory, first))];

    public static async Task Until(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 1000 && !holds(); attempt++)
            await Task.Delay(10);
        Assert.True(holds());
    }
}
