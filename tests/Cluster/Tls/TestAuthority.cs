using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SessionGrains.Cluster.Tests;

/// <summary>A certificate authority that a test makes, and the files of the certificates that it gives out.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2 _root;

    public TestAuthority(string folder, string name)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-100), DateTimeOffset.UtcNow.AddDays(100));
        Root = Write($"{name}.crt", _root.ExportCertificatePem());
    }

    /// <summary>File of the root certificate.</summary>
    public string Root { get; }

    /// <summary>The settings of a process with a certificate of this authority, as arguments.</summary>
    public string[] Arguments(string name) =>
        [$"--Cluster:Tls:Certificate={Issue(name).Certificate}", $"--Cluster:Tls:Key={Path.Combine(_folder, name + ".key")}", $"--Cluster:Tls:CertificateAuthority={Root}"];

    /// <summary>Makes a certificate and its key, as PEM files and as one PFX file.</summary>
    /// <param name="name">Of the subject and the files.</param>
    /// <param name="from">Days from now at which it begins to be valid.</param>
    /// <param name="until">Days from now at which it expires.</param>
    /// <param name="usages">What it is for; none: server and client.</param>
    public (string Certificate, string Key, string Pfx) Issue(string name, int from = -50, int until = 50, params string[] usages)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. (usages is [] ? ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"] : usages).Select(static usage => new Oid(usage))], critical: false));
        using var bare = request.Create(_root, DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(until), RandomNumberGenerator.GetBytes(8));
        using var certificate = bare.CopyWithPrivateKey(key);
        var pfx = Path.Combine(_folder, name + ".pfx");
        File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pkcs12, "secret"));
        return (Write(name + ".crt", certificate.ExportCertificatePem()), Write(name + ".key", key.ExportPkcs8PrivateKeyPem()), pfx);
    }

    public void Dispose() => _root.Dispose();

    private string Write(string name, string pem)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, pem);
        return path;
    }
}
