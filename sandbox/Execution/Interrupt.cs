using DuckDB.NET.Data;

namespace Snowtrail.Sandbox.Execution;

/// <summary>
/// Interrupts a command when a token is cancelled. It repeats until the command ends: an interrupt that comes before DuckDB has begun
/// is forgotten there.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenRegistration registration;
    private readonly Lock gate = new();
    private bool ended;
    private Timer? timer;

    public Interrupt(DuckDBCommand command, CancellationToken cancel) =>
        registration = cancel.Register(() => timer = new Timer(_ => Stop(command), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50)));

    public void Dispose()
    {
        registration.Dispose();
        lock (gate)
        {
            ended = true;
            timer?.Dispose();
        }
    }

    private void Stop(DuckDBCommand command)
    {
        lock (gate)
        {
            if (!ended)
            {
                command.Cancel();
            }
        }
    }
}
