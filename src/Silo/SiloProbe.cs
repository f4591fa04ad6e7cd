using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Clustering.Redis;
using SessionGrains.Silo.Clustering.Tls;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo;

/// <summary>
/// The argument <c>--healthcheck</c> for container images: checks whether the silo with the same settings in this container accepts calls, that is, whether its gateway
/// listens.
/// </summary>
internal static class SiloProbe
{
    private const string Verb = "--healthcheck";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Null when the arguments do not request it; else the exit code, 0 when the silo answers.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (!args.Contains(Verb))
            return null;

        try
        {
            var cluster = SessionClusterOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. args.Where(static arg => arg != Verb)]).Build());
            using var timeout = new CancellationTokenSource(Timeout);
            using var gateway = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await gateway.ConnectAsync(new IPEndPoint(cluster.AdvertisedNetwork is null ? IPAddress.Loopback : AdvertisedAddress.Of(cluster), cluster.GatewayPort ?? SessionClusterOptions.DefaultGatewayPort), timeout.Token);
            if (cluster.Tls.IsOn)
                await ClusterTls.HandshakeAsync(new NetworkStream(gateway), cluster.Tls, timeout.Token);
            return 0;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException or StartRefusedException)
        {
            await Console.Error.WriteLineAsync($"The silo is not there: {e.Message}");
            return 1;
        }
    }
}
