using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Snowtrail.Proxy.Statements;

namespace Snowtrail.Proxy.Chunks;

/// <summary>The results whose chunks can be fetched, by the capability in their URLs.</summary>
internal sealed class ChunkPlans(int countMax, TimeSpan lifetime, TimeProvider time)
{
    private const int CapabilityBytes = 32;
    private readonly ConcurrentDictionary<string, ChunkPlan> _plans = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public ChunkPlan New(StatementCall call, int? child) => new()
    {
        Capability = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CapabilityBytes)),
        Call = call,
        Child = child,
        Expires = time.GetUtcNow() + lifetime,
    };

    /// <summary>Makes its URLs valid; when there are too many plans, the oldest goes.</summary>
    public void Add(ChunkPlan plan)
    {
        _plans[plan.Capability] = plan;
        _order.Enqueue(plan.Capability);
        while (_plans.Count > countMax && _order.TryDequeue(out var oldest))
            _plans.TryRemove(oldest, out _);
    }

    /// <summary>Null when the capability is unknown or its time or session is over.</summary>
    public ChunkPlan? Find(string capability)
    {
        if (!_plans.TryGetValue(capability, out var plan))
            return null;
        if (plan.Expires > time.GetUtcNow() && !plan.Call.Session.Closed)
            return plan;
        _plans.TryRemove(capability, out _);
        return null;
    }

    /// <summary>Lets go of what is over.</summary>
    public void Sweep()
    {
        while (_order.TryPeek(out var oldest) && Find(oldest) is null)
            _order.TryDequeue(out _);
    }
}
