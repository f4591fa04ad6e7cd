namespace SessionGrains.Silo.Clustering.Tls;

/// <summary>
/// TLS between the processes of a cluster, with certificates on both sides: the <c>Cluster:Tls</c> section of the configuration. On as soon as one of its
/// settings is there; the same authority for all processes. Default: none, the network of the cluster is trusted.
/// </summary>
public sealed class ClusterTlsOptions
{
    public const string Section = "Cluster:Tls";

    /// <summary>
    /// File with the certificate of this process, for server and client authentication: PEM, with intermediate ones after it, or PFX. Who holds a certificate of
    /// <see cref="CertificateAuthority"/> belongs to the cluster; names in it are not looked at.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file with the private key. Default: it is in the file of <see cref="Certificate"/>, as always with PFX.</summary>
    public string? Key { get; set; }

    /// <summary>Password of the private key or of the PFX file. Default: none.</summary>
    public string? Password { get; set; }

    /// <summary>PEM file with the root certificates, one or (while they are exchanged) several, that vouch for the others. No other is trusted.</summary>
    public string? CertificateAuthority { get; set; }

    internal bool IsOn => !string.IsNullOrEmpty(Certificate) || !string.IsNullOrEmpty(Key) || !string.IsNullOrEmpty(Password) || !string.IsNullOrEmpty(CertificateAuthority);
}
