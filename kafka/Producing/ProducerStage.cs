using System.Text;
using Akka;
using Akka.Streams;
using Akka.Streams.Stage;
using Confluent.Kafka;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Producing;

internal sealed class ProducerStage<T>(KafkaSetup setup, KafkaTopic<T> topic, IParkingLot parking, ProducerOptions options)
    : GraphStageWithMaterializedValue<SinkShape<Tracked<T>>, Task<Done>>
    where T : class, IAvroRecord<T>
{
    private readonly Inlet<Tracked<T>> _in = new("KafkaSink.in");

    public override SinkShape<Tracked<T>> Shape => new(_in);

    public override ILogicAndMaterializedValue<Task<Done>> CreateLogicAndMaterializedValue(Akka.Streams.Attributes inheritedAttributes)
    {
        var logic = new Logic(this);
        return new LogicAndMaterializedValue<Task<Done>>(logic, logic.Completion);
    }

#pragma warning disable CA1001 // Akka has no Dispose; PostStop ends what is owned
    private sealed class Logic : TimerGraphStageLogic
#pragma warning restore CA1001
    {
        private const string DrainTimer = "drain";
        private const string RetryTimer = "retry";
        private static readonly TimeSpan QueueFullPause = TimeSpan.FromMilliseconds(20);
        private readonly ProducerStage<T> _stage;
        private readonly KafkaSetup _setup;
        private readonly KafkaTopic<T> _topic;
        private readonly ProducerOptions _options;
        private readonly string _edge;
        private readonly TaskCompletionSource<Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _stopped = new();
        private readonly EdgeOpening _opening;
        private IProducer<byte[], byte[]>? _producer;
        private Task _open = Task.CompletedTask;
        private Action _resume = null!;
        private Action<int> _opened = null!;
        private Action<Exception> _fail = null!;
        private (Tracked<T> Tracked, byte[] Value)? _held;
        private int _schemaId;
        private int _inFlight;
        private int _waiting;
        private bool _finishing;

        public Logic(ProducerStage<T> stage)
            : base(stage.Shape)
        {
            (_stage, _setup, _topic, _options) = (stage, stage.Setup, stage.Topic, stage.Options);
            _edge = $"write {_topic.Name}";
            _opening = new(_setup, _edge);
            SetHandler(stage._in, Push, Finish, failure => FailStage(failure));
        }

        public Task<Done> Completion => _done.Task;

        public override void PreStart()
        {
            SetKeepGoing(true);
            _resume = GetAsyncCallback(Continue);
            _opened = GetAsyncCallback<int>(Opened);
            _fail = GetAsyncCallback<Exception>(Fail);
            _setup.Status.Waits(_edge, "starting");
            try
            {
                _producer = new ProducerBuilder<byte[], byte[]>(_options.Config(_setup.Connection))
                    .SetErrorHandler((_, error) => Trouble(error))
                    .SetLogHandler((_, line) => _setup.Logger.Client(line))
                    .Build();
                _open = OpenAsync(_producer);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                Fail(fault);
            }
        }

        public override void PostStop()
        {
            _stopped.Cancel();
            _setup.Status.Ended(_edge);
            _done.TrySetException(new KafkaEdgeException($"{_edge} was ended before all was acknowledged"));
            // Destroying a client waits for its threads, from which delivery reports still come; nobody may be asking it anything by then
            if (_producer is { } producer)
                _ = _open.ContinueWith(_ => producer.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        protected override void OnTimer(object timerKey)
        {
            if (timerKey is DrainTimer)
                Fail(new KafkaEdgeException($"{_edge}: {Volatile.Read(ref _inFlight)} records were not acknowledged within {_options.DrainMax}"));
            else
                Continue();
        }

        private async Task OpenAsync(IProducer<byte[], byte[]> producer)
        {
            try
            {
                _opened(await _opening.WriterAsync(producer.Handle, _topic, _stopped.Token));
            }
            catch (OperationCanceledException)
            {
                // The stage has ended
            }
            catch (Exception fault)
            {
                _fail(fault);
            }
        }

        private void Opened(int schemaId)
        {
            _schemaId = schemaId;
            _setup.Status.Runs(_edge);
            if (_finishing)
                CompleteIfDrained();
            else
                Pull(_stage._in);
        }

        private void Push()
        {
            var tracked = Grab(_stage._in);
            Interlocked.Increment(ref _inFlight);
            byte[] value;
            try
            {
                value = WireFormat.Encode(_schemaId, tracked.Value);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                _ = ParkAsync(tracked, [], $"cannot be encoded: {fault.GetType().Name}");
                PullOrWait();
                return;
            }

            if (Produce(tracked, value))
                PullOrWait();
        }

        private bool Produce(Tracked<T> tracked, byte[] value)
        {
            try
            {
                var message = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(_topic.Key(tracked.Value)), Value = value };
                _producer!.Produce(_topic.Name, message, report => Delivered(tracked, value, report.Error));
                return true;
            }
            catch (ProduceException<byte[], byte[]> fault) when (fault.Error.Code == ErrorCode.Local_QueueFull)
            {
                _held = (tracked, value);
                ScheduleOnce(RetryTimer, QueueFullPause);
                return false;
            }
            catch (ProduceException<byte[], byte[]> fault)
            {
                Delivered(tracked, value, fault.Error);
                return true;
            }
        }

        private void PullOrWait()
        {
            if (_finishing || IsClosed(_stage._in) || HasBeenPulled(_stage._in))
                return;
            if (Volatile.Read(ref _inFlight) < _options.InFlightMax)
            {
                Pull(_stage._in);
                return;
            }

            Wait();
            if (Volatile.Read(ref _inFlight) <= _options.InFlightMax / 2 && Interlocked.Exchange(ref _waiting, 0) == 1)
                Pull(_stage._in);
        }

        // A full fence: a look at what is in flight that came before it would miss the last delivery, and nobody would call again
        private void Wait() => Interlocked.Exchange(ref _waiting, 1);

        // From the client's thread
        private void Delivered(Tracked<T> tracked, byte[] value, Error error)
        {
            if (!error.IsError)
            {
                KafkaMetrics.Wrote(_topic.Name, 1);
                tracked.Receipt.Settle(Settlement.Durable);
                Landed();
            }
            else if (error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidMsg)
            {
                _ = ParkAsync(tracked, value, $"refused: {error.Code}");
            }
            else
            {
                _fail(new KafkaEdgeException($"{_edge}: {error.Code} ({error.Reason})"));
            }
        }

        private void Landed()
        {
            var left = Interlocked.Decrement(ref _inFlight);
            if (left == 0 || left <= _options.InFlightMax / 2)
            {
                if (Interlocked.Exchange(ref _waiting, 0) == 1)
                    _resume();
            }
        }

        private async Task ParkAsync(Tracked<T> tracked, byte[] value, string reason)
        {
            try
            {
                await _stage.Parking.ParkAsync(new()
                {
                    Id = _topic.Id(tracked.Value),
                    Stage = _edge,
                    Reason = reason,
                    Time = _setup.Time.GetUtcNow(),
                    Payload = value,
                });
                KafkaMetrics.RecordParked(_topic.Name);
                tracked.Receipt.Settle(Settlement.Parked);
                Landed();
            }
            catch (Exception fault)
            {
                _fail(fault);
            }
        }

        private void Continue()
        {
            if (_held is { } held)
            {
                _held = null;
                if (!Produce(held.Tracked, held.Value))
                    return;
            }

            if (_finishing)
                CompleteIfDrained();
            else
                PullOrWait();
        }

        private void Finish()
        {
            _finishing = true;
            ScheduleOnce(DrainTimer, _options.DrainMax);
            CompleteIfDrained();
        }

        private void CompleteIfDrained()
        {
            Wait();
            if (_held is not null || Volatile.Read(ref _inFlight) > 0)
                return;
            _done.TrySetResult(Done.Instance);
            CompleteStage();
        }

        private void Fail(Exception fault)
        {
            _done.TrySetException(fault);
            FailStage(fault);
        }

        private void Trouble(Error error)
        {
            if (error.IsFatal)
                _fail(new KafkaEdgeException($"{_edge}: {error.Code} ({error.Reason})"));
            else
                _opening.Trouble(error, _topic.Name, _stopped.Token);
        }
    }

    private KafkaSetup Setup => setup;

    private KafkaTopic<T> Topic => topic;

    private ProducerOptions Options => options;

    private IParkingLot Parking => parking;
}
