namespace Snowtrail.Proxy;

/// <summary>A text that must not be printed: its <see cref="ToString"/> shows stars.</summary>
public sealed class Secret
{
    private readonly string _text;

    /// <summary>Wraps a secret.</summary>
    public Secret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary>The content of a password file: the text without one newline at its end.</summary>
    public static Secret FromFile(string path)
    {
        var text = File.ReadAllText(path);
        return new(text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text);
    }

    /// <summary>The text itself; call it only where it is used.</summary>
    public string Reveal() => _text;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
