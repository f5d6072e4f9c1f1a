// Reads COUNT records of TOPIC, decodes each by the schema that the registry has under its number, and prints one JSON line for each.
const { Kafka, CompressionCodecs, CompressionTypes, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');
const lz4 = require('lz4js');

const [brokers, registryUrl, topic, count] = process.argv.slice(2);
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async encoder => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async buffer => Buffer.from(lz4.decompress(buffer)),
});

async function main() {
  const registry = new SchemaRegistry({ host: registryUrl });
  const consumer = new Kafka({ clientId: 'reader', brokers: brokers.split(','), logLevel: logLevel.ERROR }).consumer({ groupId: `${topic}-kafkajs` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let left = Number(count);
  await new Promise((resolve, reject) => {
    consumer.run({
      eachMessage: async ({ partition, message }) => {
        try {
          const value = await registry.decode(message.value);
          console.log(JSON.stringify({ partition, key: message.key.toString(), id: value.id, subject: value.subject, time: value.time, body: value.body }));
          if (--left === 0) resolve();
        } catch (fault) {
          reject(fault);
        }
      },
    }).catch(reject);
  });
  await consumer.disconnect();
}

main().then(() => process.exit(0), fault => { console.error(fault); process.exit(1); });
