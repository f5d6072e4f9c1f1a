using Confluent.Kafka;

namespace Snowtrail.Kafka;

/// <summary>How to reach the brokers and to prove who we are. Secrets are read from files when a client is made; they are never kept or logged.</summary>
public sealed record KafkaConnection
{
    /// <summary>Brokers to ask first, <c>HOST:PORT[,…]</c>. Required.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Name shown in the broker's logs and quotas. Default <c>snowtrail</c>.</summary>
    public string ClientId { get; init; } = "snowtrail";

    /// <summary>Encrypt. Default false; must be true when a password is given, unless <see cref="AllowPlainPassword"/>.</summary>
    public bool Tls { get; init; }

    /// <summary>PEM of the authorities that may sign the broker's certificate. Default: the system's. Ignored without <see cref="Tls"/>.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM of our certificate for mutual TLS, with <see cref="KeyFile"/>. Default none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM of the key to <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary><c>PLAIN</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>. Default <c>SCRAM-SHA-512</c>. Ignored without <see cref="User"/>.</summary>
    public string SaslMechanism { get; init; } = "SCRAM-SHA-512";

    /// <summary>SASL user. Default none: no SASL.</summary>
    public string? User { get; init; }

    /// <summary>File with the password of <see cref="User"/>; may end in one newline.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Allows a password without <see cref="Tls"/>, for a trusted network only. Default false.</summary>
    public bool AllowPlainPassword { get; init; }

    /// <summary>Checks all options together.</summary>
    /// <exception cref="ArgumentException">Some are wrong; the message names each.</exception>
    public void Validate()
    {
        List<string> faults = [];
        Require(faults, !string.IsNullOrWhiteSpace(BootstrapServers), "BootstrapServers is empty");
        Require(faults, Tls || (CaFile ?? CertificateFile ?? KeyFile) is null, "CaFile, CertificateFile and KeyFile need Tls");
        Require(faults, CertificateFile is null == KeyFile is null, "CertificateFile and KeyFile go together");
        Require(faults, User is null == PasswordFile is null, "User and PasswordFile go together");
        Require(faults, User is null || Tls || AllowPlainPassword, "a password needs Tls");
        Require(faults, SaslMechanism is "PLAIN" or "SCRAM-SHA-256" or "SCRAM-SHA-512", "SaslMechanism is not PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
        if (faults.Count > 0)
            throw new ArgumentException($"Kafka connection: {string.Join("; ", faults)}");
    }

    internal T Apply<T>(T config)
        where T : ClientConfig
    {
        Validate();
        config.BootstrapServers = BootstrapServers;
        config.ClientId = ClientId;
        config.SecurityProtocol = (Tls, User) switch
        {
            (true, null) => SecurityProtocol.Ssl,
            (true, _) => SecurityProtocol.SaslSsl,
            (false, null) => SecurityProtocol.Plaintext,
            _ => SecurityProtocol.SaslPlaintext,
        };
        if (CaFile is not null)
            config.SslCaLocation = CaFile;
        if (CertificateFile is not null)
            (config.SslCertificateLocation, config.SslKeyLocation) = (CertificateFile, KeyFile);
        if (User is not null)
        {
            config.SaslMechanism = SaslMechanism switch
            {
                "PLAIN" => Confluent.Kafka.SaslMechanism.Plain,
                "SCRAM-SHA-256" => Confluent.Kafka.SaslMechanism.ScramSha256,
                _ => Confluent.Kafka.SaslMechanism.ScramSha512,
            };
            config.SaslUsername = User;
            config.SaslPassword = SecretFile.Read(PasswordFile!);
        }

        // A broker that comes back is found again within a second or two, and a dead one costs no busy loop
        config.ReconnectBackoffMs = 100;
        config.ReconnectBackoffMaxMs = 2_000;
        return config;
    }

    private static void Require(List<string> faults, bool holds, string fault)
    {
        if (!holds)
            faults.Add(fault);
    }
}
