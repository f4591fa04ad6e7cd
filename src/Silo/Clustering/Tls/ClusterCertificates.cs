using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering.Tls;

/// <summary>The certificate that this process presents to its cluster, and the authorities that it trusts. Read once, at the start.</summary>
/// <param name="Own">The certificate of this process with its key.</param>
/// <param name="Intermediates">The certificates between it and the authority.</param>
/// <param name="Authorities">The trusted roots.</param>
internal sealed record ClusterCertificates(X509Certificate2 Own, X509Certificate2Collection Intermediates, X509Certificate2Collection Authorities)
{
    /// <exception cref="StartRefusedException">A file is missing, unreadable, or its content would be rejected by the others; the message says which.</exception>
    public static ClusterCertificates Read(ClusterTlsOptions options, DateTimeOffset now)
    {
        var path = Required(nameof(options.Certificate), options.Certificate);
        var authorityPath = Required(nameof(options.CertificateAuthority), options.CertificateAuthority);
        var chain = Load(nameof(options.Certificate), path, () => LoadChain(path, options));
        var authorities = Load(nameof(options.CertificateAuthority), authorityPath, () => LoadPem(authorityPath));
        if (authorities.Count == 0)
            throw Refused(nameof(options.CertificateAuthority), authorityPath, "holds no certificate");

        var certificates = new ClusterCertificates(chain[0], [.. chain.Skip(1)], authorities);
        certificates.RefuseUnusable(options, now);
        return certificates;
    }

    /// <summary>The policy to validate peers with. A new one each time, since the peer's intermediate certificates are added to it.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,

            // A stranger's certificate must not make this process request an address that it names.
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(Authorities);
        return policy;
    }

    private void RefuseUnusable(ClusterTlsOptions options, DateTimeOffset now)
    {
        var path = options.Certificate!;
        if (!Own.HasPrivateKey)
            throw Refused(nameof(options.Certificate), path, $"has no private key: name its file in {ClusterTlsOptions.Section}:{nameof(options.Key)}");
        if (now >= Own.NotAfter)
            throw Refused(nameof(options.Certificate), path, $"expired on {Own.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z: put a valid one in its place");
        if (now < Own.NotBefore)
            throw Refused(nameof(options.Certificate), path, $"is not valid before {Own.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z");

        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.ExtraStore.AddRange(Intermediates);
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        if (chain.Build(Own))
            return;

        throw Refused(nameof(options.Certificate), path, chain.ChainStatus.Any(static status => status.Status == X509ChainStatusFlags.NotValidForUsage)
            ? "is not for both server and client authentication, and a process of a cluster is both"
            : $"is not issued by {ClusterTlsOptions.Section}:{nameof(options.CertificateAuthority)} '{options.CertificateAuthority}' ({string.Join(", ", chain.ChainStatus.Select(static status => status.Status).Distinct())})");
    }

    private static X509Certificate2Collection LoadChain(string path, ClusterTlsOptions options)
    {
        if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pfx)
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, options.Password);
            return [.. all.OrderByDescending(static one => one.HasPrivateKey)];
        }

        var key = string.IsNullOrEmpty(options.Key) ? path : options.Key;
        using var pem = string.IsNullOrEmpty(options.Password) ? X509Certificate2.CreateFromPemFile(path, key) : X509Certificate2.CreateFromEncryptedPemFile(path, options.Password, key);

        // Windows' TLS cannot use keys that exist only in memory; exporting to PFX solves that.
        var own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        return [own, .. LoadPem(path).Where(one => one.Thumbprint != own.Thumbprint)];
    }

    private static X509Certificate2Collection LoadPem(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return certificates;
    }

    private static T Load<T>(string option, string path, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Refused(option, path, $"cannot be used ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    private static string Required(string option, string? path) => string.IsNullOrEmpty(path)
        ? throw new StartRefusedException($"{ClusterTlsOptions.Section}:{option} is not set: TLS in a cluster needs a certificate for this process and the authority that issued all of them.")
        : path;

    private static StartRefusedException Refused(string option, string path, string why, Exception? cause = null) =>
        new($"{ClusterTlsOptions.Section}:{option} '{path}' {why}.", cause);
}
