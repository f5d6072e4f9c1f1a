namespace Snowtrail.Proxy.Policy;

/// <summary>The policy for the sample database, which <c>snowtrail run</c> uses with the built-in sandbox.</summary>
public static class SamplePolicy
{
    /// <summary>Text of the file.</summary>
    public static string Yaml { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(SamplePolicy).Assembly.GetManifestResourceStream("Snowtrail.Proxy.Policy.sample.yaml")
            ?? throw new InvalidOperationException("The sample policy is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
