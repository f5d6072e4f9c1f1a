using Confluent.Kafka;

namespace Snowtrail.Kafka.Tests;

/// <summary>Writes events of many agents, 200 a second, until it is stopped; counted on from those that are there.</summary>
internal sealed class Load : IDisposable
{
    private readonly IProducer<string, byte[]> _producer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private int _count;

    public Load(string brokers, AuditTopics topics, int first = 0)
    {
        _count = first;
        _producer = Some.Producer(brokers);
        _writing = Task.Run(async () =>
        {
            for (; !_stop.IsCancellationRequested; await Task.Delay(50))
                for (var n = 0; n < 10; n++)
                    Some.Write(_producer, topics, Some.Event(Interlocked.Increment(ref _count) - 1, $"agent-{_count % 50}"));
        });
    }

    public int Count => Volatile.Read(ref _count);

    public IReadOnlyList<string> Ids(int from, int to) => [.. Enumerable.Range(from, to - from).Select(n => Some.Event(n).Id)];

    /// <summary>When it returns, all is acknowledged.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _writing.Wait();
        _producer.Flush(TimeSpan.FromSeconds(60));
    }

    public void Dispose()
    {
        Stop();
        _producer.Dispose();
        _stop.Dispose();
    }
}
