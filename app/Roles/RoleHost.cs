using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;
using Microsoft.Extensions.Logging;

namespace Snowtrail.App.Roles;

/// <summary>What every process of the product has: parts that end in the reverse order of their start, streams, readiness, an optional health port.</summary>
internal sealed class RoleHost(ILoggerFactory logs, TimeProvider time) : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _closing = new();
    private readonly List<Func<IEnumerable<string>>> _faults = [];
    private IMaterializer? _materializer;

    internal ILoggerFactory Logs => logs;

    internal TimeProvider Time => time;

    /// <summary>Runs streams; ends after every part that was owned later.</summary>
    internal IMaterializer Materializer => _materializer ??= StartStreams();

    /// <summary>What keeps the process from doing its job now, a line each; empty when ready.</summary>
    internal IReadOnlyList<string> Faults()
    {
        lock (_faults)
            return [.. _faults.SelectMany(faults => faults())];
    }

    /// <summary>Lets a part speak in <see cref="Faults"/>.</summary>
    internal void Watch(Func<IEnumerable<string>> faults)
    {
        lock (_faults)
            _faults.Add(faults);
    }

    internal T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _closing.Push(part.DisposeAsync);
        return part;
    }

    internal void Defer(Func<ValueTask> close) => _closing.Push(close);

    internal void Defer(IDisposable part) => Defer(() =>
    {
        part.Dispose();
        return ValueTask.CompletedTask;
    });

    /// <summary>Runs an edge for as long as the process lives.</summary>
    internal void Keep(string name, Func<RunningEdge> start, TimeSpan stopMax)
    {
        _ = Materializer;
        var edge = Own(new KeptEdge(name, start, stopMax, time, logs.CreateLogger("Snowtrail.Edge")));
        Watch(() => edge.Fault is { } fault ? [fault] : []);
    }

    /// <summary>Serves <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c> when there is an address.</summary>
    internal async Task ServeHealthAsync(IPEndPoint? listen, CancellationToken cancellation)
    {
        if (listen is null)
            return;
        var app = WebPort.Build(listen);
        app.MapHealth(Faults);
        Own(app);
        await app.StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        while (_closing.TryPop(out var close))
        {
            await close();
        }
    }

    private ActorMaterializer StartStreams()
    {
        // Signals are the host's: Akka's own hook would end streams in the middle of a drain
        var system = ActorSystem.Create("snowtrail", ConfigurationFactory.ParseString("akka.loglevel = WARNING, akka.stdout-loglevel = OFF, akka.scheduler.tick-duration = 50ms, akka.coordinated-shutdown.run-by-clr-shutdown-hook = off"));
        Defer(async () => await system.Terminate());
        return system.Materializer();
    }
}
