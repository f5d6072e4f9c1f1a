using Akka.Streams;
using Akka.Streams.Stage;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Consuming;

internal sealed class ConsumerStage<T>(KafkaSetup setup, IReadOnlyList<string> topics, IParkingLot parking, ConsumerOptions options)
    : GraphStageWithMaterializedValue<SourceShape<Tracked<T>>, KafkaControl>
    where T : class, IAvroRecord<T>
{
    private readonly Outlet<Tracked<T>> _out = new("KafkaSource.out");

    public override SourceShape<Tracked<T>> Shape => new(_out);

    public override ILogicAndMaterializedValue<KafkaControl> CreateLogicAndMaterializedValue(Akka.Streams.Attributes inheritedAttributes)
    {
        var logic = new Logic(this);
        return new LogicAndMaterializedValue<KafkaControl>(logic, logic.Control);
    }

    private KafkaSetup Setup => setup;

    private IParkingLot Parking => parking;

    private int UnsettledMax => options.UnsettledMax;

    private ConsumerWorker Worker(Action more, Action<Exception> failed) => new(setup, topics, options, more, failed);

#pragma warning disable CA1001 // Akka has no Dispose; PostStop ends what is owned
    private sealed class Logic : OutGraphStageLogic
#pragma warning restore CA1001
    {
        private static readonly TimeSpan LearnPause = TimeSpan.FromSeconds(1);
        private readonly ConsumerStage<T> _stage;
        private readonly ConsumerWorker _worker;
        private readonly WireDecoder<T> _decoder;
        private readonly CancellationTokenSource _stopped = new();
        private Action _emit = null!;
        private Action _stop = null!;
        private Action<Exception> _fail = null!;
        private Action<FetchedRecord<OffsetTracker>> _learned = null!;
        private Action _parked = null!;
        private volatile bool _started;
        private volatile bool _stopAsked;
        private bool _busy;
        private int _idle;

        public Logic(ConsumerStage<T> stage)
            : base(stage.Shape)
        {
            _stage = stage;
            _decoder = new(stage.Setup.SchemaIds);
            _worker = stage.Worker(More, fault => _fail(fault));
            Control = new(Stop, _worker.Completion);
            SetHandler(stage._out, this);
        }

        public KafkaControl Control { get; }

        public override void PreStart()
        {
            _emit = GetAsyncCallback(Emit);
            _stop = GetAsyncCallback(CompleteStage);
            _fail = GetAsyncCallback<Exception>(FailStage);
            _learned = GetAsyncCallback<FetchedRecord<OffsetTracker>>(Learned);
            _parked = GetAsyncCallback(Parked);
            _worker.Start();
            _started = true;
            if (_stopAsked)
                CompleteStage();
        }

        public override void PostStop()
        {
            _stopped.Cancel();
            _worker.EndFlow();
        }

        public override void OnPull() => Emit();

        private void Stop()
        {
            _stopAsked = true;
            _worker.StopReading();
            if (_started)
                _stop();
        }

        // From any thread: wakes the stage only when it has found nothing to do
        private void More()
        {
            // What there is now must be seen before we look whether anybody waits for it
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _idle) == 1 && Interlocked.Exchange(ref _idle, 0) == 1)
                _emit();
        }

        private void Emit()
        {
            while (!_busy && IsAvailable(_stage._out) && TryTake(out var record))
                Deliver(record);
        }

        private bool TryTake(out FetchedRecord<OffsetTracker> record)
        {
            record = default;
            if (_worker.Unsettled < _stage.UnsettledMax && _worker.TryTake(out record))
                return true;
            // Say that we wait before the last look, or the wake-up could fall between the two
            Volatile.Write(ref _idle, 1);
            Interlocked.MemoryBarrier();
            if (_worker.Unsettled >= _stage.UnsettledMax || !_worker.TryTake(out record))
                return false;
            Volatile.Write(ref _idle, 0);
            return true;
        }

        private void Deliver(FetchedRecord<OffsetTracker> record)
        {
            string? fault = null;
            T? value = null;
            if (record.Value is { } bytes && !_decoder.TryDecode(bytes, out value, out fault))
            {
                _busy = true;
                _ = LearnAsync(record);
                return;
            }

            if (record.Tag.TryOpen(record.Offset) is not { } receipt)
                return;
            _worker.Opened();
            if (value is not null)
                Push(_stage._out, new Tracked<T>(value, receipt));
            else if (fault is null)
                receipt.Settle(Settlement.Skipped);
            else
                StartPark(record, fault, receipt);
        }

        private async Task LearnAsync(FetchedRecord<OffsetTracker> record)
        {
            while (true)
            {
                try
                {
                    await _decoder.LearnAsync(record.Value!.Value, _stopped.Token);
                    _learned(record);
                    return;
                }
                catch (SchemaIdUnavailableException fault)
                {
                    _stage.Setup.Logger.EdgeWaits(record.Tag.Partition.Topic, fault.Message);
                    await Task.Delay(LearnPause, _stage.Setup.Time, _stopped.Token);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    _fail(fault);
                    return;
                }
            }
        }

        private void Learned(FetchedRecord<OffsetTracker> record)
        {
            _busy = false;
            Deliver(record);
            Emit();
        }

        private void StartPark(FetchedRecord<OffsetTracker> record, string fault, IReceipt receipt)
        {
            _busy = true;
            _ = ParkAsync(record, fault, receipt);
        }

        private async Task ParkAsync(FetchedRecord<OffsetTracker> record, string fault, IReceipt receipt)
        {
            try
            {
                var parked = ParkedPosition.Of(new(record.Tag.Partition, record.Offset), record.Value!.Value.ToArray(), fault, _stage.Setup.Time);
                _stage.Setup.Logger.Parked(parked.Id, fault);
                await _stage.Parking.ParkAsync(parked);
                KafkaMetrics.RecordParked(record.Tag.Partition.Topic);
                receipt.Settle(Settlement.Parked);
                _parked();
            }
            catch (Exception failure)
            {
                _fail(failure);
            }
        }

        private void Parked()
        {
            _busy = false;
            Emit();
        }
    }
}
