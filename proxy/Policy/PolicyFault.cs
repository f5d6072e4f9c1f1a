namespace Snowtrail.Proxy.Policy;

/// <summary>One thing that is wrong in a policy file.</summary>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Path">Place in the structure, such as <c>rules[2].when.statement</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record PolicyFault(int Line, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Message}" : $"line {Line}, {Path}: {Message}";
}
