using Microsoft.AspNetCore.Connections;
using SessionGrains.Silo.Clustering.Connections;

namespace SessionGrains.Cluster.Tests;

/// <summary>On Linux every connection of a cluster on Redis ends when nothing is acknowledged, made or accepted. Orleans' own sockets are looked at.</summary>
public sealed class AcknowledgementTimeoutTests
{
    private const int Tcp = 6;
    private const int UserTimeout = 18;

    [Fact]
    public async Task Connections_to_silos_end_when_nothing_is_acknowledged_for_10_s()
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var host = Client();
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();

        await using var connection = await Keyed<IConnectionFactory>(host).ConnectAsync(silo.LocalEndpoint);

        Assert.Equal(10_000, TimeoutOf(connection));
    }

    [Fact]
    public async Task Connections_that_a_silo_accepts_end_when_nothing_is_acknowledged_for_10_s()
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var host = Silo();
        await using var listener = await Keyed<IConnectionListenerFactory>(host).BindAsync(new IPEndPoint(IPAddress.Loopback, FreePort.Next()));
        using var caller = new TcpClient();
        await caller.ConnectAsync((IPEndPoint)listener.EndPoint);

        await using var connection = await listener.AcceptAsync();

        Assert.Equal(10_000, TimeoutOf(connection!));
    }

    private static KeyedHost Client() => Build(static builder => builder.AddSessionClient());

    private static KeyedHost Silo() => Build(static builder => builder.AddSessionSilo());

    private static KeyedHost Build(Action<HostApplicationBuilder> add)
    {
        var builder = Host.CreateApplicationBuilder(["--Cluster:Mode=Redis", "--Cluster:AdvertisedIPAddress=127.0.0.1", $"--Cluster:SiloPort={FreePort.Next()}", $"--Cluster:GatewayPort={FreePort.Next()}"]);
        add(builder);
        return new KeyedHost(builder.Services, builder.Build());
    }

    private static T Keyed<T>(KeyedHost host)
        where T : notnull => host.Built.Services.GetRequiredKeyedService<T>(host.Services.First(static service => service.ServiceType == typeof(T) && service.IsKeyedService).ServiceKey);

    private static int TimeoutOf(ConnectionContext connection)
    {
        var value = new byte[sizeof(int)];
        ((Socket)AcknowledgementTimeout.SocketOf(connection.GetType())!.GetValue(connection)!).GetRawSocketOption(Tcp, UserTimeout, value);
        return BitConverter.ToInt32(value);
    }

    private sealed record KeyedHost(IServiceCollection Services, IHost Built) : IDisposable
    {
        public void Dispose() => Built.Dispose();
    }
}
