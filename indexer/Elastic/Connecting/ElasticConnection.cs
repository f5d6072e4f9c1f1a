using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Elastic.Clients.Elasticsearch;
using Elastic.Transport;
using HttpMethod = Elastic.Transport.HttpMethod;

namespace Snowtrail.Indexer.Elastic.Connecting;

/// <summary>
/// Speaks to the server in the words it understands. Elasticsearch is spoken to through its official client's transport, whose typed requests
/// refuse a server that does not call itself Elasticsearch; OpenSearch through the same transport without the client.
/// </summary>
internal sealed class ElasticConnection : IDisposable
{
    private readonly ElasticsearchClientSettings _official;
    private readonly TransportConfigurationDescriptor _bare;
    private readonly ITransport _officialTransport;
    private readonly ITransport _bareTransport;
    private volatile ElasticServer? _server;
    private volatile bool _isDoubted;

    public ElasticConnection(ElasticOptions options)
    {
        options.Validate();
        var authentication = Authentication(options);
        var authorities = options.CaFile is null ? null : Authorities(options.CaFile);
        _official = Configure(new ElasticsearchClientSettings(Pool(options)), options, authentication, authorities);
        _bare = Configure(new TransportConfigurationDescriptor(Pool(options)), options, authentication, authorities);
        _officialTransport = new ElasticsearchClient(_official).Transport;
        _bareTransport = new DistributedTransport(_bare);
    }

    /// <summary>The server; null until it has answered, and while it is in doubt.</summary>
    public ElasticServer? Server => _isDoubted ? null : _server;

    /// <summary>Asks who answers; null and a reason when nobody does that can be spoken to.</summary>
    public async Task<(ElasticServer? Server, string Reason)> AskAsync(CancellationToken cancellation)
    {
        // Both products and all their versions answer this one media type
        var reply = await SendAsync(_bareTransport, HttpMethod.GET, "/", null, "application/json", "application/json", cancellation);
        if (!reply.IsSuccess)
            return (null, reply.Reason);
        if (ElasticServer.Read(reply.Body.Span) is not { } server)
            return (null, "what answers is neither Elasticsearch 8 or newer nor OpenSearch 2 or newer");
        _server = server;
        _isDoubted = false;
        return (server, "");
    }

    /// <summary>Whoever begins something next asks again. What others have begun goes on in the words that were right so far.</summary>
    public void Doubt() => _isDoubted = true;

    /// <summary>Sends JSON, or nothing, to a server that was asked before.</summary>
    public Task<ElasticReply> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellation)
    {
        var server = _server ?? throw new InvalidOperationException("the server has not been asked who it is");
        return SendAsync(Transport(server), method, path, body is { } bytes ? PostData.ReadOnlyMemory(bytes) : null, server.Json, server.Json, cancellation);
    }

    /// <summary>Sends lines of JSON, written as they go, to a server that was asked before.</summary>
    public Task<ElasticReply> SendLinesAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        // The client writes synchronously only for synchronous requests, which are not made
        var body = PostData.StreamHandler(write, static (_, _) => throw new NotSupportedException(), static (write, stream, cut) => write(stream, cut));
        var server = _server ?? throw new InvalidOperationException("the server has not been asked who it is");
        return SendAsync(Transport(server), HttpMethod.POST, path, body, server.Lines, server.Json, cancellation);
    }

    public void Dispose()
    {
        ((IDisposable)_official).Dispose();
        ((IDisposable)_bare).Dispose();
    }

    private ITransport Transport(ElasticServer server) => server.Product == ElasticProduct.Elasticsearch ? _officialTransport : _bareTransport;

    private static async Task<ElasticReply> SendAsync(
        ITransport transport, HttpMethod method, string path, PostData? body, string contentType, string accept, CancellationToken cancellation)
    {
        var configuration = new RequestConfiguration { ContentType = contentType, Accept = accept };
        try
        {
            var response = await transport.RequestAsync<BytesResponse>(method, path, body, configuration, cancellation);
            cancellation.ThrowIfCancellationRequested();
            var details = response.ApiCallDetails;
            return details.HttpStatusCode is { } status ? new(status, response.Body, null) : NoAnswer(details.OriginalException);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            // A time that ran out, a connection cut in the middle of an answer: whatever the client makes of it, no answer came
            return NoAnswer(fault);
        }
    }

    private static ElasticReply NoAnswer(Exception? fault) =>
        new(null, default, $"no answer: {fault?.GetBaseException().Message ?? "the request was given up"}");

    private static NodePool Pool(ElasticOptions options) =>
        options.Nodes.Count == 1 ? new SingleNodePool(options.Nodes[0]) : new StaticNodePool(options.Nodes);

    private static T Configure<T>(T settings, ElasticOptions options, AuthorizationHeader? authentication, X509Certificate2Collection? authorities)
        where T : TransportConfigurationDescriptorBase<T>
    {
        // A request that was sent again behind our back could make a second document after a rollover: who sends again looks first
        settings.MaximumRetries(0).ThrowExceptions(false).DisableDirectStreaming(false).DisableAuditTrail().DisablePing()
            .RequestTimeout(options.RequestTimeout).EnableHttpCompression(options.Compress).DisableMetaHeader()
            // Without it the client copies each body into a buffer of its own first, to count it
            .TransferEncodingChunked()
            .DeadTimeout(TimeSpan.FromSeconds(1)).MaxDeadTimeout(TimeSpan.FromSeconds(10)).ConnectionLimit(options.InFlightMax + 2);
        if (authentication is not null)
            settings.Authentication(authentication);
        if (authorities is not null)
            settings.ServerCertificateValidationCallback((_, certificate, _, errors) => IsTrusted(certificate, errors, authorities));
        return settings;
    }

    private static AuthorizationHeader? Authentication(ElasticOptions options) => options switch
    {
        { ApiKeyFile: { } file } => new ApiKey(SecretFile.Read(file)),
        { User: { } user, PasswordFile: { } file } => new BasicAuthentication(user, SecretFile.Read(file)),
        _ => null,
    };

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new ArgumentException($"Elasticsearch: {file} holds no certificate");
    }

    private static bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        // Another name, or none, is never forgiven; only who may sign is ours to say
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(presented);
    }
}
