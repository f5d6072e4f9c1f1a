using System.Diagnostics;

namespace Snowtrail.Roles.Tests;

internal static class Until
{
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(2);

    /// <summary>Asks again and again, for two minutes.</summary>
    public static async Task TrueAsync(Func<Task<bool>> holds, string what)
    {
        for (var since = Stopwatch.StartNew(); !await holds();)
        {
            Assert.True(since.Elapsed < Max, $"not within {Max}: {what}");
            await Task.Delay(100);
        }
    }
}
