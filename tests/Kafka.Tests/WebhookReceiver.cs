using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Snowtrail.Kafka.Tests;

/// <summary>A receiver on a real socket that answers as scripted; after the script with 204.</summary>
internal sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<Func<HttpListenerResponse, Task>> _script;

    private WebhookReceiver(int port, IEnumerable<Func<HttpListenerResponse, Task>> script)
    {
        _script = new(script);
        Url = new($"http://127.0.0.1:{port}/alerts");
        _listener = new() { Prefixes = { $"http://127.0.0.1:{port}/" } };
        _listener.Start();
        _ = Task.Run(AnswerAsync);
    }

    public Uri Url { get; }

    public ConcurrentQueue<(DateTimeOffset Time, WebHeaderCollection Headers, byte[] Body)> Requests { get; } = new();

    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    public static WebhookReceiver Start(params Func<HttpListenerResponse, Task>[] script) => new(FreePort(), script);

    public static WebhookReceiver StartAt(int port) => new(port, []);

    public static Func<HttpListenerResponse, Task> Status(int status, params (string Name, string Value)[] headers) => response =>
    {
        response.StatusCode = status;
        foreach (var (name, value) in headers)
            response.AddHeader(name, value);
        return Task.CompletedTask;
    };

    public static Task Never(HttpListenerResponse response) => Task.Delay(TimeSpan.FromSeconds(20));

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        Requests.Enqueue((DateTimeOffset.UtcNow, (WebHeaderCollection)context.Request.Headers, body.ToArray()));
        context.Response.StatusCode = 204;
        if (_script.TryDequeue(out var answer))
            await answer(context.Response);
        try
        {
            context.Response.Close(Encoding.UTF8.GetBytes(context.Response.StatusCode == 204 ? "" : "the receiver's own words"), willBlock: false);
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The sender has gone
        }
    }
}
