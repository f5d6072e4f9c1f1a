using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Snowtrail.Indexer.Elastic.Connecting;
using Snowtrail.Indexer.Elastic.Setup;
using HttpMethod = Elastic.Transport.HttpMethod;

namespace Snowtrail.Indexer.Elastic;

/// <summary>Brings a server to where documents can be written: lifecycle policies, templates, data streams.</summary>
public static class ElasticSetup
{
    /// <summary>
    /// Makes what is missing and replaces what another version made. To be run again at will: what is as it should be is left alone, and so is what
    /// an operator has changed since, until a newer version brings a change of its own. Documents are never touched.
    /// </summary>
    /// <returns>A line for each thing, in the order it was done.</returns>
    /// <exception cref="ElasticUnavailableException">The server does not answer, or refuses; what was done before stays.</exception>
    public static async Task<IReadOnlyList<ElasticSetupLine>> ApplyAsync(ElasticOptions options, CancellationToken cancellation = default)
    {
        using var connection = new ElasticConnection(options);
        var (server, reason) = await connection.AskAsync(cancellation);
        if (server is null)
            throw new ElasticUnavailableException(reason);
        return await new Run(connection, server.Product, new StreamNames(options.Namespace), cancellation).ApplyAsync();
    }

    private sealed class Run(ElasticConnection connection, ElasticProduct product, StreamNames streams, CancellationToken cancellation)
    {
        private readonly List<ElasticSetupLine> _lines = [];

        public async Task<IReadOnlyList<ElasticSetupLine>> ApplyAsync()
        {
            var hasLifecycle = true;
            foreach (var dataset in StreamNames.Datasets)
                hasLifecycle &= await PolicyAsync(dataset);
            var component = IndexDefinitions.ComponentTemplate(product);
            await TemplateAsync("component template", $"/_component_template/{IndexDefinitions.Component}", "component_templates", "component_template", component);
            var hasCustom = (await SendAsync(HttpMethod.GET, $"/_component_template/{IndexDefinitions.Custom}", null, 404)).IsSuccess;
            foreach (var dataset in StreamNames.Datasets)
            {
                var template = IndexDefinitions.IndexTemplate(dataset, product, hasLifecycle, hasCustom);
                await TemplateAsync("index template", $"/_index_template/{IndexDefinitions.TemplateName(dataset)}", "index_templates", "index_template", template);
                await StreamAsync(streams.Of(dataset), IndexDefinitions.PrintOf(component));
            }

            return _lines;
        }

        private async Task<bool> PolicyAsync(string dataset)
        {
            var name = IndexDefinitions.PolicyName(dataset);
            var isElasticsearch = product == ElasticProduct.Elasticsearch;
            var path = isElasticsearch ? $"/_ilm/policy/{name}" : $"/_plugins/_ism/policies/{name}";
            var thing = $"lifecycle policy {name}";
            var found = await SendAsync(HttpMethod.GET, path, null, 400, 404, 405);
            // A server without lifecycles has no such path, and says so otherwise than one that has no such policy
            if (found.Status is 400 or 405 || (found.Status == 404 && found.Error.Reason.Contains("no handler", StringComparison.Ordinal)))
            {
                Add(thing, ElasticSetupChange.Unsupported);
                return false;
            }

            var policy = isElasticsearch ? IndexDefinitions.LifecyclePolicy(dataset) : IndexDefinitions.StatePolicy(dataset);
            var print = isElasticsearch ? IndexDefinitions.PrintOf((JsonObject)policy["policy"]!) : policy["policy"]!["description"]!.GetValue<string>();
            var isSame = found.IsSuccess && Encoding.UTF8.GetString(found.Body.Span).Contains($"\"{print}\"", StringComparison.Ordinal);
            if (!isSame)
                await SendAsync(HttpMethod.PUT, path + (isElasticsearch ? "" : Unchanged(found)), policy);
            Add(thing, isSame ? ElasticSetupChange.Unchanged : found.IsSuccess ? ElasticSetupChange.Changed : ElasticSetupChange.Created);
            return true;
        }

        /// <summary>OpenSearch replaces a policy only for who says which one.</summary>
        private static string Unchanged(ElasticReply found)
        {
            if (!found.IsSuccess)
                return "";
            using var document = JsonDocument.Parse(found.Body);
            return $"?if_seq_no={document.RootElement.GetProperty("_seq_no")}&if_primary_term={document.RootElement.GetProperty("_primary_term")}";
        }

        private async Task TemplateAsync(string kind, string path, string list, string element, JsonObject template)
        {
            var found = await SendAsync(HttpMethod.GET, path, null, 404);
            var change = !found.IsSuccess ? ElasticSetupChange.Created
                : JsonNode.Parse(found.Body.Span)?[list]?[0]?[element]?["_meta"]?[IndexDefinitions.Print]?.GetValue<string>() == IndexDefinitions.PrintOf(template)
                    ? ElasticSetupChange.Unchanged
                    : ElasticSetupChange.Changed;
            if (change != ElasticSetupChange.Unchanged)
                await SendAsync(HttpMethod.PUT, path, template);
            Add($"{kind} {path[(path.LastIndexOf('/') + 1)..]}", change);
        }

        private async Task StreamAsync(string stream, string print)
        {
            var found = await SendAsync(HttpMethod.GET, $"/{stream}/_mapping?filter_path=*.mappings._meta", null, 404);
            if (!found.IsSuccess)
            {
                await SendAsync(HttpMethod.PUT, $"/_data_stream/{stream}", null);
                Add($"data stream {stream}", ElasticSetupChange.Created);
                return;
            }

            // A backing index that another template made would refuse a field that is new
            var newest = JsonNode.Parse(found.Body.Span)!.AsObject().OrderBy(index => index.Key, StringComparer.Ordinal).LastOrDefault().Value;
            var isSame = newest?["mappings"]?["_meta"]?[IndexDefinitions.Print]?.GetValue<string>() == print;
            if (!isSame)
                await SendAsync(HttpMethod.POST, $"/{stream}/_rollover", null);
            Add($"data stream {stream}", isSame ? ElasticSetupChange.Unchanged : ElasticSetupChange.RolledOver);
        }

        private void Add(string thing, ElasticSetupChange change) => _lines.Add(new(thing, change));

        private async Task<ElasticReply> SendAsync(HttpMethod method, string path, JsonObject? body, params int[] expected)
        {
            // A bare null would become an empty body
            var bytes = body is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(body.ToJsonString());
            var reply = await connection.SendAsync(method, path, bytes, cancellation);
            if (!reply.IsSuccess && !(reply.Status is { } status && expected.Contains(status)))
                throw new ElasticUnavailableException($"{method} {path}: {reply.Reason} {reply.Error.Reason}".TrimEnd());
            return reply;
        }
    }
}
