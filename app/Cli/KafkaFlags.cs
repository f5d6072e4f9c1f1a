using System.CommandLine;
using Snowtrail.App.Roles;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Wire;

namespace Snowtrail.App.Cli;

/// <summary>Brokers, registry and topics, as options that every role reads alike.</summary>
internal sealed class KafkaFlags
{
    private readonly Option<string?> _brokers = new("--kafka") { Description = "Brokers to ask first", HelpName = "HOST:PORT[,…]" };
    private readonly Option<string> _prefix = new("--topic-prefix") { Description = "Stands before every topic, group and transaction, for several installations on one cluster", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private readonly Option<bool> _tls = new("--kafka-tls") { Description = "Encrypt; needed when a password is given" };
    private readonly Option<FileInfo?> _ca = new("--kafka-ca-file") { Description = "PEM of the authorities that may sign the brokers' certificates; the system's when left out", HelpName = "FILE" };
    private readonly Option<FileInfo?> _certificate = new("--kafka-certificate-file") { Description = "PEM of our certificate, for mutual TLS", HelpName = "FILE" };
    private readonly Option<FileInfo?> _key = new("--kafka-key-file") { Description = "PEM of its key", HelpName = "FILE" };
    private readonly Option<string?> _user = new("--kafka-user") { Description = "SASL user", HelpName = "NAME" };
    private readonly Option<FileInfo?> _passwordFile = new("--kafka-password-file") { Description = "File with that user's password; one newline at its end is not part of it", HelpName = "FILE" };
    private readonly Option<string> _mechanism = new("--kafka-sasl-mechanism") { Description = "PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512", HelpName = "NAME", DefaultValueFactory = _ => "SCRAM-SHA-512" };
    private readonly Option<bool> _allowPlain = new("--kafka-allow-plain-password") { Description = "Allow a password without --kafka-tls, on a trusted network only" };
    private readonly Option<Uri?> _registry = new("--schema-registry") { Description = "Confluent's registry API; without it every role numbers schemas by the file beside the executable", HelpName = "URL", CustomParser = result => CommonOptions.ParseUrl(result, "--schema-registry") };
    private readonly Option<string?> _registryUser = new("--schema-registry-user") { Description = "User of the registry", HelpName = "NAME" };
    private readonly Option<FileInfo?> _registryPasswordFile = new("--schema-registry-password-file") { Description = "File with that user's password", HelpName = "FILE" };
    private readonly Option<FileInfo?> _registryCa = new("--schema-registry-ca-file") { Description = "PEM of the authorities that may sign the registry's certificate", HelpName = "FILE" };

    internal KafkaFlags(bool required = true) => _brokers.Required = required;

    internal IEnumerable<Option> All =>
    [
        _brokers, _registry, _prefix, _tls, _ca, _certificate, _key, _user, _passwordFile, _mechanism, _allowPlain,
        _registryUser, _registryPasswordFile, _registryCa,
    ];

    internal bool AreGiven(ParseResult parsed) => parsed.GetValue(_brokers) is not null;

    /// <exception cref="CommandFailedException">Options that do not go together; all of them are named.</exception>
    internal KafkaSettings Read(ParseResult parsed)
    {
        var settings = new KafkaSettings(Connection(parsed), Registry(parsed), new AuditTopics(parsed.GetRequiredValue(_prefix)));
        try
        {
            settings.Connection.Validate();
            settings.Registry?.Validate();
            return settings;
        }
        catch (ArgumentException fault)
        {
            throw new CommandFailedException(fault.Message, fault);
        }
    }

    private KafkaConnection Connection(ParseResult parsed) => new()
    {
        BootstrapServers = parsed.GetValue(_brokers) ?? "",
        Tls = parsed.GetValue(_tls),
        CaFile = parsed.GetValue(_ca)?.FullName,
        CertificateFile = parsed.GetValue(_certificate)?.FullName,
        KeyFile = parsed.GetValue(_key)?.FullName,
        User = parsed.GetValue(_user),
        PasswordFile = parsed.GetValue(_passwordFile)?.FullName,
        SaslMechanism = parsed.GetRequiredValue(_mechanism),
        AllowPlainPassword = parsed.GetValue(_allowPlain),
    };

    private SchemaRegistryOptions? Registry(ParseResult parsed) => parsed.GetValue(_registry) is not { } url ? null : new()
    {
        Url = url.ToString(),
        User = parsed.GetValue(_registryUser),
        PasswordFile = parsed.GetValue(_registryPasswordFile)?.FullName,
        CaFile = parsed.GetValue(_registryCa)?.FullName,
    };
}
