using Akka.Streams;
using Akka.Streams.Stage;
using Microsoft.Extensions.Logging;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Enrichers.Flow;

/// <summary>
/// Drives an <see cref="Enricher"/>. When an event makes it throw, the event is parked and the state goes back to what it was before: the last
/// snapshot, with the events since applied again.
/// </summary>
internal sealed partial class EnrichmentStage(EnrichmentSetup setup, EnrichmentStart? start) : GraphStage<FlowShape<Tracked<AuditEvent>, Tracked<EnrichedEvent>>>
{
    private readonly Inlet<Tracked<AuditEvent>> _in = new("Enrichment.in");
    private readonly Outlet<Tracked<EnrichedEvent>> _out = new("Enrichment.out");

    public override FlowShape<Tracked<AuditEvent>, Tracked<EnrichedEvent>> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Akka.Streams.Attributes inheritedAttributes) => new Logic(this, setup, start);

    private sealed partial class Logic : InAndOutGraphStageLogic
    {
        private readonly EnrichmentStage _stage;
        private readonly EnrichmentSetup _setup;
        private readonly EnrichmentStart? _start;
        private readonly SnapshotKeeper _keeper;
        private readonly List<AuditEvent> _since = [];
        private Enricher _enricher = null!;
        private byte[] _snapshot = [];
        private IReadOnlyList<Tracked<EnrichedEvent>> _made = [];
        private int _next;
        private bool _parking;
        private Action<Exception?> _parked = null!;
        private DateTimeOffset _snapshotTime;
        private long _position = -1;

        public Logic(EnrichmentStage stage, EnrichmentSetup setup, EnrichmentStart? start)
            : base(stage.Shape)
        {
            (_stage, _setup, _start) = (stage, setup, start);
            _keeper = new(setup.Store, setup.Logger);
            SetHandler(stage._in, this);
            SetHandler(stage._out, this);
        }

        public override void PreStart()
        {
            (_enricher, _position) = _start?.Take() ?? EnricherRecovery.Load(_setup);
            _snapshot = _enricher.Snapshot();
            _parked = GetAsyncCallback<Exception?>(Parked);
        }

        public override void OnPush()
        {
            var tracked = _keeper.Follow(Grab(_stage._in));
            try
            {
                _made = tracked.Split(Apply(tracked.Value));
                _next = 0;
                PushOrPull();
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                Park(tracked, fault);
            }
        }

        public override void OnPull()
        {
            if (!_parking)
                PushOrPull();
        }

        public override void OnUpstreamFinish()
        {
            if (!_parking && _next == _made.Count)
                Finish();
        }

        private IReadOnlyList<EnrichedEvent> Apply(AuditEvent auditEvent)
        {
            var made = _enricher.Apply(auditEvent);
            _since.Add(auditEvent);
            _position = Math.Max(_position, auditEvent.Sequence);
            if (_since.Count == 1)
                _snapshotTime = auditEvent.Time;
            if (_since.Count >= _setup.SnapshotEvents || auditEvent.Time - _snapshotTime >= _setup.SnapshotInterval)
                TakeSnapshot();
            return made;
        }

        private void PushOrPull()
        {
            if (_next < _made.Count)
            {
                if (IsAvailable(_stage._out))
                    Push(_stage._out, _made[_next++]);
                return;
            }

            if (IsClosed(_stage._in))
                Finish();
            else if (IsAvailable(_stage._out) && !HasBeenPulled(_stage._in))
                Pull(_stage._in);
        }

        private void TakeSnapshot()
        {
            _snapshot = _enricher.Snapshot();
            _since.Clear();
            _keeper.Offer(_position, _snapshot);
        }

        private void Finish()
        {
            if (_since.Count > 0)
                TakeSnapshot();
            CompleteStage();
        }

        private void Park(Tracked<AuditEvent> tracked, Exception fault)
        {
            LogParked(_setup.Logger, tracked.Value.Id, fault.Message);
            _enricher = Enricher.Restore(_setup.Enricher, _snapshot);
            foreach (var earlier in _since)
                _enricher.Apply(earlier);
            // So that the next such event does not cost as much
            if (_since.Count > 0)
                TakeSnapshot();
            _parking = true;
            _ = ParkAsync(tracked, fault);
        }

        private async Task ParkAsync(Tracked<AuditEvent> tracked, Exception fault)
        {
            try
            {
                await _setup.ParkingLot.ParkAsync(new()
                {
                    Id = tracked.Value.Id,
                    Stage = "enrichment",
                    Reason = $"{fault.GetType().Name}: {fault.Message}",
                    Time = tracked.Value.Time,
                    Payload = Bytes(tracked.Value),
                });
                tracked.Receipt.Settle(Settlement.Parked);
                _parked(null);
            }
            catch (Exception failure)
            {
                _parked(failure);
            }
        }

        private void Parked(Exception? failure)
        {
            _parking = false;
            if (failure is null)
                PushOrPull();
            else
                FailStage(failure);
        }

        // What cannot be enriched may not be encodable either; the ledger has its bytes under the same id
        private static byte[] Bytes(AuditEvent auditEvent)
        {
            try
            {
                return auditEvent.ToAvro();
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                return [];
            }
        }
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Event {Id} could not be enriched and was parked ({Reason})")]
    private static partial void LogParked(ILogger logger, string id, string reason);
}
