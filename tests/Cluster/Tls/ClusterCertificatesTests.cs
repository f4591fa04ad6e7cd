using SessionGrains.Silo.Clustering.Tls;

namespace SessionGrains.Cluster.Tests;

public sealed class ClusterCertificatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-tls-").FullName;
    private readonly TestAuthority _authority;
    private readonly TestAuthority _other;

    public ClusterCertificatesTests() => (_authority, _other) = (new(_folder, "ours"), new(_folder, "theirs"));

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_certificate_is_read_from_PEM_with_its_key_beside_or_in_it_and_from_PFX()
    {
        var (certificate, key, pfx) = _authority.Issue("silo");
        var both = Path.Combine(_folder, "both.pem");
        File.WriteAllText(both, File.ReadAllText(certificate) + "\n" + File.ReadAllText(key));

        Assert.All(
            [Options(certificate, key), Options(both), Options(pfx, password: "secret")],
            static options => Assert.True(Read(options).Own.HasPrivateKey));
    }

    [Fact]
    public void A_certificate_that_has_expired_or_is_not_valid_yet_is_refused_in_one_line()
    {
        var (expired, expiredKey, _) = _authority.Issue("expired", from: -20, until: -1);
        var (early, earlyKey, _) = _authority.Issue("early", from: 1, until: 20);

        AssertRefused("expired on ", Options(expired, expiredKey));
        AssertRefused("is not valid before ", Options(early, earlyKey));
    }

    [Fact]
    public void A_certificate_of_another_authority_is_refused()
    {
        var (certificate, key, _) = _other.Issue("stranger");

        AssertRefused("is not issued by Cluster:Tls:CertificateAuthority", Options(certificate, key));
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1")]
    [InlineData("1.3.6.1.5.5.7.3.2")]
    public void A_certificate_for_one_side_alone_is_refused(string usage)
    {
        var (certificate, key, _) = _authority.Issue("half", usages: usage);

        AssertRefused("is not for both server and client authentication", Options(certificate, key));
    }

    [Fact]
    public void What_is_missing_or_cannot_be_read_is_named()
    {
        var (certificate, key, pfx) = _authority.Issue("silo");
        var (_, otherKey, _) = _authority.Issue("another");
        var text = Path.Combine(_folder, "text");
        File.WriteAllText(text, "no certificate");

        AssertRefused("Cluster:Tls:Certificate is not set", new() { CertificateAuthority = _authority.Root });
        AssertRefused("Cluster:Tls:CertificateAuthority is not set", new() { Certificate = certificate });
        AssertRefused("Cluster:Tls:Certificate", Options(certificate));
        AssertRefused("Cluster:Tls:Certificate", Options(certificate, otherKey));
        AssertRefused("Cluster:Tls:Certificate", Options(text, key));
        AssertRefused("Cluster:Tls:Certificate", Options(Path.Combine(_folder, "nowhere"), key));
        AssertRefused("Cluster:Tls:Certificate", Options(pfx, password: "wrong"));
        AssertRefused("Cluster:Tls:CertificateAuthority", new() { Certificate = certificate, Key = key, CertificateAuthority = text });
        AssertRefused("Cluster:Tls:CertificateAuthority", new() { Certificate = certificate, Key = key, CertificateAuthority = Path.Combine(_folder, "nowhere") });
    }

    [Fact]
    public void While_the_authority_is_exchanged_both_are_trusted()
    {
        var (certificate, key, _) = _other.Issue("new");
        var both = Path.Combine(_folder, "both.crt");
        File.WriteAllText(both, File.ReadAllText(_authority.Root) + "\n" + File.ReadAllText(_other.Root));

        Assert.Equal(2, Read(new() { Certificate = certificate, Key = key, CertificateAuthority = both }).Authorities.Count);
    }

    private ClusterTlsOptions Options(string certificate, string? key = null, string? password = null) =>
        new() { Certificate = certificate, Key = key, Password = password, CertificateAuthority = _authority.Root };

    private static ClusterCertificates Read(ClusterTlsOptions options) => ClusterCertificates.Read(options, DateTimeOffset.UtcNow);

    private static void AssertRefused(string why, ClusterTlsOptions options)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(options));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }
}
