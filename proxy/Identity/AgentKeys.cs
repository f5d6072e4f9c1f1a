using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Snowtrail.Proxy.Identity;

/// <summary>
/// The agent keys of a data directory, one file each. Any process may create and revoke; a running gateway sees it at once, because a file that
/// is complete appears under its name in one step.
/// </summary>
public sealed class AgentKeys
{
    /// <summary>How every agent key begins.</summary>
    public const string Prefix = "stk_";

    private const int IdBytes = 8, SecretBytes = 32, NameLengthMax = 128, KeyLengthMax = 256;
    private readonly string _folder;
    private readonly TimeProvider _time;

    private AgentKeys(string folder, TimeProvider time) => (_folder, _time) = (folder, time);

    /// <summary>Opens the keys below a data directory, which is created when it does not exist.</summary>
    public static AgentKeys Open(string dataDirectory, TimeProvider? time = null)
    {
        var folder = Path.Combine(Path.GetFullPath(dataDirectory), "keys");
        PrivateFiles.CreateDirectory(Path.GetFullPath(dataDirectory));
        PrivateFiles.CreateDirectory(folder);
        return new(folder, time ?? TimeProvider.System);
    }

    /// <summary>Makes a key. It is accepted from the moment this returns.</summary>
    /// <exception cref="ArgumentException">A name is empty, longer than 128 characters, or holds a control character.</exception>
    public AgentKey Create(string agent, string? job = null, string? owner = null)
    {
        CheckName(agent, nameof(agent));
        if (job is not null)
            CheckName(job, nameof(job));
        if (owner is not null)
            CheckName(owner, nameof(owner));
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var file = new AgentKeyFile(id, agent, job, owner, Hash(secret), _time.GetUtcNow());
        PrivateFiles.Write(PathOf(id), JsonSerializer.SerializeToUtf8Bytes(file));
        return new(agent, job, $"{Prefix}{id}_{secret}", id);
    }

    /// <summary>Revokes a key by its id; false when there is none. Sessions that it opened end at their next request.</summary>
    public bool Revoke(string keyId)
    {
        if (!IsId(keyId) || !File.Exists(PathOf(keyId)))
            return false;
        File.Move(PathOf(keyId), PathOf(keyId) + ".revoked", overwrite: true);
        return true;
    }

    /// <summary>Whom a presented key belongs to; null when it is not a valid key. Compares in constant time.</summary>
    public AgentIdentity? Verify(string? presented)
    {
        if (presented is null || presented.Length > KeyLengthMax || !presented.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var rest = presented.AsSpan(Prefix.Length);
        var split = rest.IndexOf('_');
        if (split < 0 || !IsId(rest[..split].ToString()) || Read(rest[..split].ToString()) is not { } file)
            return null;
        var same = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Hash(rest[(split + 1)..].ToString())), Encoding.ASCII.GetBytes(file.SecretSha256));
        return same ? new(file.Id, file.Agent, file.Job, file.Owner) : null;
    }

    /// <summary>The keys that are valid, by age.</summary>
    public IReadOnlyList<AgentIdentity> List() =>
        [.. Directory.EnumerateFiles(_folder, "*.json")
            .Select(path => Read(Path.GetFileNameWithoutExtension(path)))
            .OfType<AgentKeyFile>()
            .OrderBy(file => file.Created)
            .Select(file => new AgentIdentity(file.Id, file.Agent, file.Job, file.Owner))];

    /// <summary>True while the key is not revoked.</summary>
    internal bool IsLive(string keyId) => IsId(keyId) && File.Exists(PathOf(keyId));

    private AgentKeyFile? Read(string id)
    {
        try
        {
            return JsonSerializer.Deserialize<AgentKeyFile>(File.ReadAllBytes(PathOf(id)));
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(string id) => Path.Combine(_folder, id + ".json");

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static bool IsId(string text) => text.Length == IdBytes * 2 && text.All(char.IsAsciiHexDigitLower);

    private static void CheckName(string name, string parameter)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameLengthMax || name.Any(char.IsControl))
            throw new ArgumentException($"a name is 1 to {NameLengthMax} characters without control characters", parameter);
    }
}
