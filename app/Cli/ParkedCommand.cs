using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.App.Run;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Parking;
using Snowtrail.Schemas;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail parked list | retry</c>: what could not be processed, with the reason; and once more.</summary>
internal static class ParkedCommand
{
    internal static Command Create() => new("parked", "Look at what could not be processed, and try it again") { CreateList(), CreateRetry() };

    private static Command CreateList()
    {
        var (kafka, data) = (new KafkaFlags(required: false), Directory());
        var json = CommonOptions.Json("Print a JSON object a line, the bytes in base64");
        var command = new Command("list", "List what is parked, in the order of parking") { data, json, CommonOptions.Config() };
        command.AddAll(kafka.All);
        command.SetAction(async (parsed, cancellation) =>
        {
            var records = !kafka.AreGiven(parsed) && parsed.GetValue(data) is { } directory
                ? FileParkingLot.Read(DataDirectory.Existing(directory).Parked)
                : await GuardAsync(() => Open(kafka, parsed).ListAsync(cancellation));
            foreach (var record in records)
            {
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? ToJson(record) : $"{record.Time:O}  {record.Stage,-12} {record.Id}  {record.Payload.Length} bytes\n    {record.Reason}");
            }

            return 0;
        });
        return command;
    }

    private static Command CreateRetry()
    {
        var kafka = new KafkaFlags();
        var ids = new Argument<string[]>("ID") { Description = "Ids that `snowtrail parked list` shows; all when left out", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("retry", "Send parked records to where they were on the way to; what fails again is parked again") { ids, CommonOptions.Config() };
        command.AddAll(kafka.All);
        command.SetAction(async (parsed, cancellation) =>
        {
            var wanted = parsed.GetValue(ids) ?? [];
            var topic = Open(kafka, parsed);
            var found = (await GuardAsync(() => topic.ListAsync(cancellation))).Where(record => wanted.Length == 0 || wanted.Contains(record.Id)).ToList();
            if (wanted.Except(found.Select(record => record.Id)).ToList() is { Count: > 0 } unknown)
            {
                throw new CommandFailedException($"nothing is parked under {string.Join(", ", unknown)}");
            }

            var left = 0;
            foreach (var record in found)
            {
                var target = await GuardAsync(() => topic.RetryAsync(record, cancellation));
                left += target is null ? 1 : 0;
                await Console.Out.WriteLineAsync(target is null ? $"{record.Id} stays: its bytes are of no kind that can be sent" : $"{record.Id} sent to {target}");
            }

            return left == 0 ? 0 : 1;
        });
        return command;
    }

    private static Option<DirectoryInfo?> Directory() => new("--data") { Description = "Data directory of a process that parks on disk; with --kafka the topic is listed", HelpName = "DIR" };

    private static ParkedTopic Open(KafkaFlags flags, ParseResult parsed)
    {
        if (!flags.AreGiven(parsed))
            throw new CommandFailedException("name the brokers with --kafka, or a data directory with --data");
        var settings = flags.Read(parsed);
        return new ParkedTopic(settings.Open(NullLogger.Instance, TimeProvider.System), settings.Topics);
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (KafkaEdgeException failure)
        {
            throw new CommandFailedException(failure.Message, failure);
        }
    }

    private static string ToJson(ParkedRecord record) => JsonSerializer.Serialize(
        new { id = record.Id, stage = record.Stage, reason = record.Reason, time = record.Time, payload = Convert.ToBase64String(record.Payload.Span) });
}
