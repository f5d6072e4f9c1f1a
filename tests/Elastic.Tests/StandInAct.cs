namespace Snowtrail.Elastic.Tests;

/// <summary>What the stand-in does to a request.</summary>
internal sealed record StandInAct
{
    /// <summary>The server answers.</summary>
    public static readonly StandInAct Pass = new() { Forwards = true };

    /// <summary>Nobody answers.</summary>
    public static readonly StandInAct Drop = new() { Drops = true };

    /// <summary>The server does it, and its answer is lost.</summary>
    public static readonly StandInAct LoseAnswer = new() { Forwards = true, Drops = true };

    public bool Forwards { get; init; }

    public bool Drops { get; init; }

    /// <summary>Answers so, and the server sees nothing.</summary>
    public int? Status { get; init; }

    public string Body { get; init; } = "";

    /// <summary>Done before the connection ends.</summary>
    public Func<Task>? Then { get; init; }

    public static StandInAct Answer(int status, string type = "es_rejected_execution_exception") =>
        new() { Status = status, Body = $$"""{"error":{"type":"{{type}}","reason":"scripted"},"status":{{status}}}""" };

    /// <summary>An answer that refuses each document.</summary>
    public static StandInAct Items(int count, int status, string type)
    {
        var item = $$$"""{"create":{"_index":"x","status":{{{status}}},"error":{"type":"{{{type}}}","reason":"scripted"} } }""";
        return new() { Status = 200, Body = $"{{\"items\":[{string.Join(',', Enumerable.Repeat(item, count))}]}}" };
    }
}
