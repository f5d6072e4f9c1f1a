using Confluent.Kafka;

namespace Snowtrail.Kafka.Transactions;

internal sealed record SeekRequest(int Epoch, Offset Start);
