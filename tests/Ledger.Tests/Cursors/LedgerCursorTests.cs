using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Snowtrail.Ledger.Cursors;
using Snowtrail.Ledger.Tests.Support;

namespace Snowtrail.Ledger.Tests.Cursors;

public sealed class LedgerCursorTests
{
    private static LedgerCursor Open(Ledger ledger, TimeProvider? time = null) =>
        ledger.OpenCursor("index", time ?? TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task Advance_ThenDispose_IsThereAgain()
    {
        using var folder = new TempFolder();
        await using var ledger = Some.Open(Some.Options(folder.Path));
        await Some.Append(ledger, 10);
        await using (var cursor = Open(ledger))
        {
            Assert.Equal(0, cursor.Next);
            cursor.Advance(7);
            cursor.Advance(4);
        }
        await using var again = Open(ledger);
        Assert.Equal(7, again.Next);
    }

    [Fact]
    public async Task Advance_Often_IsWrittenOnceAnInterval()
    {
        using var folder = new TempFolder();
        var time = new FakeTimeProvider();
        await using var ledger = Some.Open(Some.Options(folder.Path));
        await Some.Append(ledger, 10);
        await using var cursor = Open(ledger, time);
        for (var next = 1; next < 10; next++)
            cursor.Advance(next);
        Assert.Equal(0, cursor.Flushed);
        time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(9, cursor.Flushed);
        cursor.Advance(10);
        time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(9, cursor.Flushed);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(10, cursor.Flushed);
    }

    [Fact]
    public async Task Open_Damaged_SaysSo()
    {
        using var folder = new TempFolder();
        await using var ledger = Some.Open(Some.Options(folder.Path));
        await Some.Append(ledger, 10);
        await using (var cursor = Open(ledger))
            cursor.Advance(5);
        var file = Path.Combine(folder.Path, "cursors", "index");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(" 5 ", " 6 ", StringComparison.Ordinal));
        Assert.Throws<LedgerCorruptException>(() => Open(ledger));
    }

    [Fact]
    public async Task Open_AheadOfTheLedger_SaysSo()
    {
        using var folder = new TempFolder();
        await using var ledger = Some.Open(Some.Options(folder.Path));
        await using (var cursor = Open(ledger))
            cursor.Advance(5);
        Assert.Throws<LedgerCorruptException>(() => Open(ledger));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("A")]
    public async Task Open_BadName_IsRefused(string name)
    {
        using var folder = new TempFolder();
        await using var ledger = Some.Open(Some.Options(folder.Path));
        Assert.Throws<ArgumentException>(() => ledger.OpenCursor(name, TimeProvider.System, NullLogger.Instance));
    }
}
