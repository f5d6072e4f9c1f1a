namespace Snowtrail.Enrichers.Jobs;

/// <summary>Something wrong in a jobs file.</summary>
/// <param name="Line">Line, from 1; 0 when it cannot be told.</param>
/// <param name="Message">What is wrong, for the file's author.</param>
public sealed record JobFault(long Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"line {Line}: {Message}" : Message;
}
