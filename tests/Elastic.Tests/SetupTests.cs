using System.Text.Json.Nodes;
using Snowtrail.Indexer.Elastic;

namespace Snowtrail.Elastic.Tests;

/// <summary>Setting up real servers.</summary>
[Trait("needs", "elasticsearch")]
public class SetupTests
{
    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task ApplyAsync_Twice_TheSecondTimeChangesNothing(string variable)
    {
        await using var server = await Server.NeedAsync(variable, setUp: false);

        var first = await ElasticSetup.ApplyAsync(server.Options());
        var second = await ElasticSetup.ApplyAsync(server.Options());

        Assert.Equal(3, first.Count(line => line.Thing.StartsWith("data stream", StringComparison.Ordinal) && line.Change == ElasticSetupChange.Created));
        Assert.All(second, line => Assert.Contains(line.Change, (ElasticSetupChange[])[ElasticSetupChange.Unchanged, ElasticSetupChange.Unsupported]));
        Assert.Equal(first.Select(line => line.Thing), second.Select(line => line.Thing));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(Environment.NewLine, first));
    }

    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task ApplyAsync_TemplateOfAnotherVersion_IsReplacedAndTheStreamRolledOver(string variable)
    {
        await using var server = await Server.NeedAsync(variable);
        const string Path = "/_component_template/snowflake_gateway@mappings";
        var template = (await server.SendAsync(HttpMethod.Get, Path))!["component_templates"]![0]!["component_template"]!.DeepClone().AsObject();
        template.Remove("created_date_millis");
        template.Remove("modified_date_millis");
        template["_meta"]!["print"] = "of another version";
        template["template"]!["mappings"]!["_meta"]!["print"] = "of another version";
        await server.SendAsync(HttpMethod.Put, Path, template);
        await server.RolloverAsync(server.Query);

        var lines = await ElasticSetup.ApplyAsync(server.Options());

        Assert.Contains(lines, line => line is { Thing: "component template snowflake_gateway@mappings", Change: ElasticSetupChange.Changed });
        Assert.Contains(lines, line => line.Thing == $"data stream {server.Query}" && line.Change == ElasticSetupChange.RolledOver);
        Assert.Contains(lines, line => line.Thing == $"data stream {server.Finding}" && line.Change == ElasticSetupChange.Unchanged);
        Assert.Equal(3, await server.BackingIndicesAsync(server.Query));
    }

    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task ApplyAsync_Stream_HasTheMappingAndSettingsOfTheTemplate(string variable)
    {
        await using var server = await Server.NeedAsync(variable);

        var (name, index) = (await server.SendAsync(HttpMethod.Get, $"/{server.Query}"))!.AsObject().Single();

        Assert.Equal("strict", index!["mappings"]!["dynamic"]!.GetValue<string>());
        Assert.Equal("250ms", index!["settings"]!["index"]!["refresh_interval"]!.GetValue<string>());
        var text = index!["mappings"]!["properties"]!["db"]!["properties"]!["query"]!["properties"]!["text"]!;
        Assert.Equal("keyword", text["type"]!.GetValue<string>());
        Assert.Equal("snowtrail_words", text["fields"]!["text"]!["analyzer"]!.GetValue<string>());
        var words = await server.SendAsync(HttpMethod.Post, $"/{name}/_analyze", new JsonObject
        {
            ["analyzer"] = "snowtrail_words", ["text"] = "SELECT \"SHOP\".\"Public\".STAGING_ORDERS.Größe2 -- x" + new string('y', 300),
        });
        Assert.Equal(
            ["select", "shop", "public", "staging_orders", "größe2", "x" + new string('y', 254), new string('y', 46)],
            words!["tokens"]!.AsArray().Select(token => token!["token"]!.GetValue<string>()));
    }
}
