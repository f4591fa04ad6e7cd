namespace SessionGrains.Silo.Clustering.Tls;

/// <summary>
/// Mutual TLS between the processes of a cluster: the <c>Cluster:Tls</c> section of the configuration. Enabled when any of its settings is set; all processes need the same
/// authority. Default: disabled, the cluster's network is trusted.
/// </summary>
public sealed class ClusterTlsOptions
{
    public const string Section = "Cluster:Tls";

    /// <summary>
    /// File with this process' certificate for server and client authentication: PEM, followed by intermediate certificates, or PFX. Any certificate of the
    /// <see cref="CertificateAuthority"/> is accepted; names in it are ignored.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file with the private key. Default: the key is in the file of <see cref="Certificate"/>, as always with PFX.</summary>
    public string? Key { get; set; }

    /// <summary>Password of the private key or of the PFX file. Default: none.</summary>
    public string? Password { get; set; }

    /// <summary>PEM file with the trusted root certificates, usually one, several during a rotation. No others are trusted.</summary>
    public string? CertificateAuthority { get; set; }

    internal bool IsOn => !string.IsNullOrEmpty(Certificate) || !string.IsNullOrEmpty(Key) || !string.IsNullOrEmpty(Password) || !string.IsNullOrEmpty(CertificateAuthority);
}
