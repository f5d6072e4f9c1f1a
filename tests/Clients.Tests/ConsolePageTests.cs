using Microsoft.Playwright;

namespace Snowtrail.Clients.Tests;

/// <summary>The console in a real browser, over records that a real driver made.</summary>
public class ConsolePageTests(ProductFixture product) : IClassFixture<ProductFixture>
{
    [Fact]
    public async Task Page_SearchOpenAndApprove_WorksInABrowser()
    {
        var chromium = Environment.GetEnvironmentVariable("CHROMIUM_PATH");
        Assert.SkipWhen(string.IsNullOrEmpty(chromium), "CHROMIUM_PATH is not set: it names a Chromium for the page tests");
        var key = await product.CreateKeyAsync("browser-agent", null);
        using var client = await WireClient.LoginAsync(product.Gateway, key);
        await client.TryExecuteAsync("select 7 as browser_marker");
        await client.TryExecuteAsync("drop table shop.public.orders");
        await product.SearchAsync("user.name:\"browser-agent\"", 2);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Headless = true, Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 } });
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => { if (message.Type == "error") { errors.Add(message.Text); } };
        await page.GotoAsync(product.Console.ToString());

        await page.FillAsync("#q", "user.name:\"browser-agent\" AND browser_marker");
        await page.ClickAsync("#search button[type=submit]");
        await Assertions.Expect(page.Locator("#rows tr")).ToHaveCountAsync(1);
        foreach (var region in new[] { "#facets", ".scroll" })
        {
            Assert.True(await page.EvaluateAsync<bool>($"document.querySelector('{region}').scrollWidth <= document.querySelector('{region}').clientWidth"), $"{region} is wider than its place");
        }

        await page.ClickAsync("#rows tr");
        await Assertions.Expect(page.Locator("#detail pre").First).ToContainTextAsync("browser_marker");
        await page.ClickAsync("#close");

        var held = client.TryExecuteAsync("select count(*) as n from shop.public.customers");
        var card = page.Locator(".approval", new() { HasText = "browser-agent" });
        await Assertions.Expect(card).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await page.FillAsync("#token", (await File.ReadAllTextAsync(Path.Combine(product.Data, "data", "console.token"))).Trim());
        await page.Keyboard.PressAsync("Tab");
        await card.Locator("input").FillAsync("seen on the page");
        await card.Locator("button.approve").ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        Assert.NotNull(await held);
        Assert.Empty(errors);
        var decided = await product.SearchAsync("user.name:\"browser-agent\" AND policy.approval.id:*", 1);
        Assert.Contains("seen on the page", decided[0].GetRawText(), StringComparison.Ordinal);
    }
}
