using System.Security.Cryptography;
using System.Text.Json;
using Snowtrail.App.Cli;

namespace Snowtrail.App.Run;

/// <summary>What lies where under <c>--data</c>. Every room keeps its own folder; these are the names the verbs share.</summary>
internal sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private DataDirectory(string path) => Path = path;

    internal string Path { get; }

    internal string Ledger => Folder("ledger");

    internal string Recordings => Folder("recordings");

    internal string Index => Folder("index");

    internal string Enrichment => Folder("enrichment");

    internal string Parked => Folder("parked");

    internal string Sandbox => Folder("sandbox");

    /// <summary>What the schema registry said, for when it is away.</summary>
    internal string SchemaIds => Folder("schema-ids.cache");

    private string RunFile => Folder("run.json");

    private string TokenFile => Folder("console.token");

    private string QuickstartFile => Folder("quickstart.key");

    /// <summary>Makes the directory when it is not there; only its owner may look inside.</summary>
    internal static DataDirectory Create(DirectoryInfo directory)
    {
        try
        {
            if (!directory.Exists)
            {
                Directory.CreateDirectory(directory.FullName, OwnerOnly | UnixFileMode.UserExecute);
            }

            return new DataDirectory(directory.FullName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"cannot make the data directory {directory.FullName}: {failure.Message}", failure);
        }
    }

    /// <summary>The directory of an earlier or a running <c>snowtrail run</c> or <c>proxy</c>.</summary>
    internal static DataDirectory Existing(DirectoryInfo directory) =>
        directory.Exists ? new DataDirectory(directory.FullName) : throw new CommandFailedException($"there is no data directory {directory.FullName}; name the one of `snowtrail run` or `proxy` with --data");

    /// <summary>The approver's token: made at the first start, readable by the owner only.</summary>
    internal string ReadOrCreateToken() => ReadOrCreate(TokenFile, () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));

    /// <summary>Stable name of the gateway that writes the ledger here; the first part of every record's id.</summary>
    internal string ReadOrCreateGatewayId() => ReadOrCreate(Folder("gateway.id"), () => $"gw{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");

    internal string ReadToken() => File.Exists(TokenFile)
        ? File.ReadAllText(TokenFile).Trim()
        : throw new CommandFailedException($"{TokenFile} is not there: start the gateway once on this directory");

    /// <summary>
    /// The key that the start-up text shows. Keys are hashed at rest, so this one is kept beside them, for its owner only, to be shown again.
    /// </summary>
    internal string ReadOrCreateQuickstartKey(Func<string> create, Func<string, bool> works)
    {
        if (File.Exists(QuickstartFile) && File.ReadAllText(QuickstartFile).Trim() is { Length: > 0 } kept && works(kept))
        {
            return kept;
        }

        File.Delete(QuickstartFile);
        return ReadOrCreate(QuickstartFile, create);
    }

    internal void WriteRunning(Uri gateway, Uri console)
    {
        var text = JsonSerializer.Serialize(new Running(Environment.ProcessId, gateway, console), JsonSerializerOptions.Web);
        WriteOwnerOnly(RunFile + ".new", text);
        File.Move(RunFile + ".new", RunFile, overwrite: true);
    }

    internal void ClearRunning() => File.Delete(RunFile);

    /// <summary>Null when nothing runs on this directory, as far as its own note says.</summary>
    internal Running? ReadRunning()
    {
        try
        {
            return File.Exists(RunFile) ? JsonSerializer.Deserialize<Running>(File.ReadAllText(RunFile), JsonSerializerOptions.Web) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Folder(string name) => System.IO.Path.Combine(Path, name);

    private static string ReadOrCreate(string file, Func<string> create)
    {
        if (!File.Exists(file))
        {
            WriteOwnerOnly(file, create() + "\n");
        }

        return File.ReadAllText(file).Trim();
    }

    private static void WriteOwnerOnly(string file, string text)
    {
        using var stream = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }

    /// <summary>Where a running process answers.</summary>
    internal sealed record Running(int Pid, Uri Gateway, Uri Console);
}
