using DotNet.Testcontainers.Builders;
using Testcontainers.Kafka;

namespace Snowtrail.Kafka.Tests;

/// <summary>The same on the image that docker-compose.yml names, where there is a container engine.</summary>
public sealed class ContainerEdgeTests(ContainerEdgeTests.Broker broker) : EdgeConformance, IClassFixture<ContainerEdgeTests.Broker>
{
    protected override Task<string> BrokersAsync() => broker.AddressAsync();

    public sealed class Broker : IAsyncDisposable
    {
        private readonly Lazy<Task<KafkaContainer>> _container = new(async () =>
        {
            var container = new KafkaBuilder("apache/kafka:4.3.1").Build();
            await container.StartAsync();
            return container;
        });

        public async Task<string> AddressAsync()
        {
            try
            {
                return (await _container.Value).GetBootstrapAddress();
            }
            catch (DockerUnavailableException)
            {
                Assert.Skip("there is no container engine on this machine: the edges are not tried on the image");
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_container is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                await (await _container.Value).DisposeAsync();
        }
    }
}
