namespace Snowtrail.App.Roles;

/// <summary>A stream that was started.</summary>
/// <param name="Completion">Ends when it was stopped and everything it took is settled; fails when it cannot go on by itself.</param>
/// <param name="StopAsync">Asks it to finish what it took, within its own bound. May be called once.</param>
internal sealed record RunningEdge(Task Completion, Func<Task> StopAsync);
