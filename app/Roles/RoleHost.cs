using System.Net;
using System.Runtime;
using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Snowtrail.App.Roles;

/// <summary>What every process of the product has: parts that end in the reverse order of their start, streams, readiness, an optional health port.</summary>
internal sealed class RoleHost(ILoggerFactory logs, TimeProvider time) : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _closing = new();
    private readonly List<Func<IEnumerable<string>>> _faults = [];
    private readonly List<Func<IEnumerable<string>>> _notes = [];
    private IMaterializer? _materializer;

    internal ILoggerFactory Logs => logs;

    internal TimeProvider Time => time;

    /// <summary>Runs streams; ends after every part that was owned later.</summary>
    internal IMaterializer Materializer => _materializer ??= StartStreams();

    /// <summary>What keeps the process from doing its job now, a line each; empty when ready.</summary>
    internal IReadOnlyList<string> Faults() => Ask(_faults);

    /// <summary>Lets a part speak in readiness.</summary>
    /// <param name="words">What is wrong, a line each; empty when nothing is.</param>
    /// <param name="isNeeded">Whether the process cannot do its job meanwhile; otherwise it is ready and only says so.</param>
    internal void Watch(Func<IEnumerable<string>> words, bool isNeeded = true)
    {
        var list = isNeeded ? _faults : _notes;
        lock (list)
            list.Add(words);
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

    /// <summary>For a process that nobody waits for: collects garbage without the background thread that keeps pauses short.</summary>
    internal static void PreferThroughput() => GCSettings.LatencyMode = GCLatencyMode.Batch;

    /// <summary>Runs an edge for as long as the process lives.</summary>
    internal void Keep(string name, Func<RunningEdge> start, TimeSpan stopMax, bool isNeeded = true)
    {
        _ = Materializer;
        var edge = Own(new KeptEdge(name, start, stopMax, time, logs.CreateLogger("Snowtrail.Edge")));
        Watch(() => edge.Fault is { } fault ? [fault] : [], isNeeded);
    }

    /// <summary>Says from now on in the log what readiness says.</summary>
    internal void SayWaits() => Own(new WaitLog(() => [.. Faults(), .. Ask(_notes)], time, logs.CreateLogger("Snowtrail.Readiness")));

    /// <summary>Serves <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c> when there is an address.</summary>
    internal async Task ServeHealthAsync(IPEndPoint? listen, CancellationToken cancellation)
    {
        if (listen is null)
            return;
        var app = WebPort.Build(listen);
        MapHealth(app);
        Own(app);
        await app.StartAsync(cancellation);
    }

    /// <summary>Adds health and metrics of this process to a port.</summary>
    internal void MapHealth(WebApplication app) => app.MapHealth(Faults, () => Ask(_notes));

    public async ValueTask DisposeAsync()
    {
        while (_closing.TryPop(out var close))
        {
            await close();
        }
    }

    private static List<string> Ask(List<Func<IEnumerable<string>>> list)
    {
        lock (list)
            return [.. list.SelectMany(words => words())];
    }

    private ActorMaterializer StartStreams()
    {
        // Signals are the host's: Akka's own hook would end streams in the middle of a drain
        var system = ActorSystem.Create("snowtrail", ConfigurationFactory.ParseString("akka.loglevel = WARNING, akka.stdout-loglevel = OFF, akka.scheduler.tick-duration = 50ms, akka.coordinated-shutdown.run-by-clr-shutdown-hook = off"));
        Defer(async () => await system.Terminate());
        return system.Materializer();
    }
}
