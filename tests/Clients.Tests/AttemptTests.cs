using System.Text.Json;

namespace Snowtrail.Clients.Tests;

/// <summary>
/// Attempts to get round the sample policy, on the wire, by an agent without a job; and what such an agent may do all day. The lines lie in
/// <c>attempts/</c>: whoever finds another way writes it there.
/// </summary>
public class AttemptTests(ProductFixture product) : IClassFixture<ProductFixture>
{
    [Theory]
    [InlineData("ddl.txt", null)]
    [InlineData("cards.txt", null)]
    [InlineData("cards.txt", "nightly-report")]
    [InlineData("pii.txt", null)]
    [InlineData("pii.txt", "finance-close")]
    [InlineData("ordinary.txt", null)]
    public async Task Attempts_ByAnAgentWithoutTheJob_EndAsTheyMust(string file, string? job)
    {
        var card = await CardAsync();
        using var maker = await WireClient.LoginAsync(product.Gateway, await product.CreateKeyAsync("maker", "schema-change"));
        await maker.TryExecuteAsync("create table if not exists shop.public.scratch (id number, note varchar)");
        var key = await product.CreateKeyAsync($"attempts-{Path.GetFileNameWithoutExtension(file)}-{job}", job);
        var faults = new List<string>();
        foreach (var attempt in Attempt.Read(file))
        {
            using var client = await WireClient.LoginAsync(product.Gateway, key);
            JsonElement? answer = null;
            foreach (var statement in attempt.Statements)
            {
                answer = await client.TryExecuteAsync(statement);
            }

            Assert.True(answer is not null, string.Join(" ¶ ", attempt.Statements));
            if (attempt.Fault(answer.Value, card) is { } fault)
            {
                faults.Add(fault);
            }

            await client.LogoutAsync();
        }

        Assert.True(faults.Count == 0, $"{faults.Count} of {file}:\n{string.Join('\n', faults)}");
    }

    /// <summary>The card number that attempts are after, as the warehouse itself gives it.</summary>
    private async Task<string> CardAsync()
    {
        using var direct = await WireClient.LoginAsync(product.Direct, "sandbox", "sandbox");
        var answer = await direct.TryExecuteAsync("select card_number from shop.public.cards where id = 1");
        return answer!.Value.GetProperty("data").GetProperty("rowset")[0][0].GetString()!;
    }
}
