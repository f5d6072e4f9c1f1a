using System.CommandLine;
using System.Net;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail health</c>: asks a role whether it is ready, for checks inside an image that has no other program.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    internal static Command Create()
    {
        var at = new Argument<IPEndPoint?>("HOST:PORT") { Description = "What the role was given as --health", CustomParser = result => CommonOptions.ParseListen(result, "HOST:PORT") };
        var command = new Command("health", "Ask a role for its readiness: prints what it waits for, and fails when it is not ready") { at };
        command.SetAction((parsed, cancellation) => AskAsync(parsed.GetRequiredValue(at)!, cancellation));
        return command;
    }

    private static async Task<int> AskAsync(IPEndPoint at, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = AnswerMax };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://{at}/health/ready"), cancellation);
            await Console.Out.WriteAsync(await answer.Content.ReadAsStringAsync(cancellation));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new CommandFailedException($"nothing answers at {at}: {failure.Message}", failure);
        }
    }
}
