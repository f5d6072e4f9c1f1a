using Confluent.Kafka;
using Snowtrail.Samples.AlertConsumer;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: alert-consumer BROKERS SCHEMA-REGISTRY-URL [TOPIC] [GROUP]");
    return 1;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

using var alerts = new AlertReader(args[0], args[1], args.ElementAtOrDefault(2) ?? "audit.alerts", args.ElementAtOrDefault(3) ?? "alert-consumer");
try
{
    while (true)
    {
        var alert = alerts.Next(stop.Token);
        // Here goes what is to be done with it. It may come again after a crash: upsert by the id
        Console.WriteLine($"{alert.Time:u} severity {alert.Severity} {alert.Rule}: {alert.Summary} (agent {alert.Agent}, {alert.Hits} hits, {alert.Id})");
        alerts.Done(alert);
    }
}
catch (OperationCanceledException)
{
    return 0;
}
catch (KafkaException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
