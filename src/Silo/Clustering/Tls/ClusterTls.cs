using System.Net.Security;
using System.Security.Authentication;
using Orleans.Connections.Security;
using Orleans.Hosting;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering.Tls;

/// <summary>TLS on every connection between the processes of a cluster: silo to silo and front door to silo, each side with a certificate.</summary>
internal static class ClusterTls
{
    /// <exception cref="StartRefusedException">A certificate cannot be used.</exception>
    public static void SecureConnections(this ISiloBuilder silo, SessionClusterOptions cluster)
    {
        if (cluster.Tls.IsOn)
            silo.UseTls(Using(cluster.Tls));
    }

    /// <exception cref="StartRefusedException">A certificate cannot be used.</exception>
    public static void SecureConnections(this IClientBuilder client, SessionClusterOptions cluster)
    {
        if (cluster.Tls.IsOn)
            client.UseTls(Using(cluster.Tls));
    }

    /// <summary>Shakes hands with a silo and leaves. One who leaves without is told of in the silo's log as a stranger.</summary>
    /// <exception cref="AuthenticationException">The silo is not of this cluster.</exception>
    public static async Task HandshakeAsync(Stream connection, ClusterTlsOptions options, CancellationToken cancellationToken)
    {
        var certificates = ClusterCertificates.Read(options, TimeProvider.System.GetUtcNow());
        await using var secured = new SslStream(connection, leaveInnerStreamOpen: true);
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                ClientCertificateContext = SslStreamCertificateContext.Create(certificates.Own, certificates.Intermediates, offline: true),
                CertificateChainPolicy = certificates.Policy(),
                RemoteCertificateValidationCallback = static (_, _, _, errors) => IsOfTheCluster(errors),
            },
            cancellationToken);
        await secured.ShutdownAsync();
    }

    private static Action<TlsOptions> Using(ClusterTlsOptions options)
    {
        var certificates = ClusterCertificates.Read(options, TimeProvider.System.GetUtcNow());
        var shown = SslStreamCertificateContext.Create(certificates.Own, certificates.Intermediates, offline: true);
        return tls =>
        {
            tls.LocalCertificate = certificates.Own;
            tls.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;

            // Silos are known by addresses that change. The certificate says that a process belongs to the cluster, not which one it is.
            tls.RemoteCertificateValidation = static (_, _, errors) => IsOfTheCluster(errors);

            // The authority instead of the machine's own list, and the intermediate certificates sent along: Orleans has no settings for these.
            tls.OnAuthenticateAsServer = (_, server) =>
            {
                var ssl = (SslServerAuthenticationOptions)server.SslServerAuthenticationOptions;
                (ssl.ServerCertificate, ssl.ServerCertificateSelectionCallback) = (null, null);
                (ssl.ServerCertificateContext, ssl.CertificateChainPolicy) = (shown, certificates.Policy());
            };
            tls.OnAuthenticateAsClient = (_, client) =>
            {
                var ssl = (SslClientAuthenticationOptions)client.SslClientAuthenticationOptions;
                (ssl.ClientCertificates, ssl.LocalCertificateSelectionCallback) = (null, null);
                (ssl.ClientCertificateContext, ssl.CertificateChainPolicy) = (shown, certificates.Policy());
            };
        };
    }

    private static bool IsOfTheCluster(SslPolicyErrors errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
}
