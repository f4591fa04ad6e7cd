using System.Net.Security;
using System.Security.Authentication;
using Orleans.Connections.Security;
using Orleans.Hosting;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering.Tls;

/// <summary>Mutual TLS on all connections between the processes of a cluster: silo to silo and front door to silo.</summary>
internal static class ClusterTls
{
    /// <exception cref="StartRefusedException">A certificate cannot be used.</exception>
    public static void SecureConnections(this ISiloBuilder silo, SessionClusterOptions cluster)
    {
        if (cluster.Tls.IsOn)
            silo.UseTls(Configure(cluster.Tls));
    }

    /// <exception cref="StartRefusedException">A certificate cannot be used.</exception>
    public static void SecureConnections(this IClientBuilder client, SessionClusterOptions cluster)
    {
        if (cluster.Tls.IsOn)
            client.UseTls(Configure(cluster.Tls));
    }

    /// <summary>Performs a TLS handshake with a silo and disconnects. Without it the silo would log a failed connection.</summary>
    /// <exception cref="AuthenticationException">The silo does not belong to this cluster.</exception>
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

    private static Action<TlsOptions> Configure(ClusterTlsOptions options)
    {
        var certificates = ClusterCertificates.Read(options, TimeProvider.System.GetUtcNow());
        var context = SslStreamCertificateContext.Create(certificates.Own, certificates.Intermediates, offline: true);
        return tls =>
        {
            tls.LocalCertificate = certificates.Own;
            tls.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;

            // Silos have changing addresses. A certificate proves that a process belongs to the cluster, not which one it is.
            tls.RemoteCertificateValidation = static (_, _, errors) => IsOfTheCluster(errors);

            // Orleans has no settings for trusting only the authority and for sending intermediate certificates.
            tls.OnAuthenticateAsServer = (_, server) =>
            {
                var ssl = (SslServerAuthenticationOptions)server.SslServerAuthenticationOptions;
                (ssl.ServerCertificate, ssl.ServerCertificateSelectionCallback) = (null, null);
                (ssl.ServerCertificateContext, ssl.CertificateChainPolicy) = (context, certificates.Policy());
            };
            tls.OnAuthenticateAsClient = (_, client) =>
            {
                var ssl = (SslClientAuthenticationOptions)client.SslClientAuthenticationOptions;
                (ssl.ClientCertificates, ssl.LocalCertificateSelectionCallback) = (null, null);
                (ssl.ClientCertificateContext, ssl.CertificateChainPolicy) = (context, certificates.Policy());
            };
        };
    }

    private static bool IsOfTheCluster(SslPolicyErrors errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
}
