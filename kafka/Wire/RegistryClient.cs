using Confluent.SchemaRegistry;

namespace Snowtrail.Kafka.Wire;

internal static class RegistryClient
{
    public static CachedSchemaRegistryClient Create(SchemaRegistryOptions options)
    {
        options.Validate();
        var config = new SchemaRegistryConfig
        {
            Url = options.Url,
            RequestTimeoutMs = (int)options.Timeout.TotalMilliseconds,
            // Waiting is done by who asks, where it can be seen
            MaxRetries = 1,
        };
        if (options.CaFile is not null)
            config.SslCaLocation = options.CaFile;
        if (options.User is not null)
        {
            config.BasicAuthCredentialsSource = AuthCredentialsSource.UserInfo;
            config.BasicAuthUserInfo = $"{options.User}:{SecretFile.Read(options.PasswordFile!)}";
        }

        return new(config);
    }
}
