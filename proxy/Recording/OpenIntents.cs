using System.Collections.Concurrent;
using System.Globalization;
using Snowtrail.Proxy.Identity;

namespace Snowtrail.Proxy.Recording;

/// <summary>Which intents have no completion yet, and from where a start has to look for them.</summary>
internal sealed class OpenIntents(string dataDirectory)
{
    private readonly string _path = Path.Combine(dataDirectory, "intents.checkpoint");
    private readonly ConcurrentDictionary<string, long> _open = new(StringComparer.Ordinal);
    private long _saved = -1;
    private long _doubtful = long.MaxValue;

    public int Count => _open.Count;

    /// <summary>Call it before the intent is appended, with a sequence that it will not be below.</summary>
    public void Begin(string statementId, long from) => _open.TryAdd(statementId, from);

    /// <summary>Call it after the completion is durable.</summary>
    public void End(string statementId) => _open.TryRemove(statementId, out _);

    /// <summary>Call it when the intent could not be made durable: a crash may leave it in the ledger nevertheless, so the next start looks there.</summary>
    public void Doubt(string statementId)
    {
        if (!_open.TryRemove(statementId, out var from))
            return;
        lock (_open)
            _doubtful = Math.Min(_doubtful, from);
    }

    /// <summary>Every intent below this sequence has its completion.</summary>
    public long Load() =>
        File.Exists(_path) && long.TryParse(File.ReadAllText(_path).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : 0;

    /// <summary>Saves how far all intents have their completion. <paramref name="durableNext"/> must be read before the call.</summary>
    public void Save(long durableNext)
    {
        var from = _open.Values.Append(durableNext).Append(Volatile.Read(ref _doubtful)).Min();
        if (from <= _saved)
            return;
        PrivateFiles.Write(_path, System.Text.Encoding.ASCII.GetBytes(from.ToString(CultureInfo.InvariantCulture)));
        _saved = from;
    }
}
