using System.Net.NetworkInformation;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace SessionGrains.Cluster.Tests;

public sealed class AdvertisedNetworkTests
{
    [Fact]
    public void A_silo_listens_in_the_named_network_alone_and_is_reached_there()
    {
        using var host = Build("127.0.0.0/8");

        var endpoints = host.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;

        Assert.Equal(IPAddress.Loopback, endpoints.AdvertisedIPAddress);
        Assert.Equal(IPAddress.Loopback, endpoints.SiloListeningEndpoint?.Address ?? endpoints.AdvertisedIPAddress);
        Assert.Equal(IPAddress.Loopback, endpoints.GatewayListeningEndpoint?.Address ?? endpoints.AdvertisedIPAddress);
    }

    [Fact]
    public void Of_several_networks_it_takes_the_one_that_is_named()
    {
        var others = NetworkInterface.GetAllNetworkInterfaces().Where(static network => network.OperationalStatus != OperationalStatus.Down)
            .SelectMany(static network => network.GetIPProperties().UnicastAddresses).Select(static unicast => unicast.Address)
            .Where(static address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        foreach (var address in others)
        {
            using var host = Build($"{address}/32");

            var endpoints = host.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
            Assert.Equal(address, endpoints.AdvertisedIPAddress);
            Assert.DoesNotContain(IPAddress.Any, new[] { endpoints.SiloListeningEndpoint?.Address, endpoints.GatewayListeningEndpoint?.Address });
        }
    }

    [Theory]
    [InlineData("240.0.2.0/24", "this machine has no address in Cluster:AdvertisedNetwork 240.0.2.0/24, it has ")]
    [InlineData("2001:db8::/32", "this machine has no address in Cluster:AdvertisedNetwork 2001:db8::/32, it has ")]
    [InlineData("10.5.0.7/24", "Cluster:AdvertisedNetwork is '10.5.0.7/24': set it to a network such as 10.5.0.0/24")]
    [InlineData("10.5.0.0", "Cluster:AdvertisedNetwork is '10.5.0.0': set it to a network")]
    [InlineData("10.5.0.0/33", "Cluster:AdvertisedNetwork is '10.5.0.0/33': set it to a network")]
    [InlineData("cluster", "Cluster:AdvertisedNetwork is 'cluster': set it to a network")]
    public void A_network_that_is_none_or_not_ours_stops_the_start_with_one_line(string network, string said)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Build(network));

        Assert.StartsWith(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void An_address_and_a_network_exclude_each_other()
    {
        var refused = Assert.Throws<StartRefusedException>(() => Build("127.0.0.0/8", ("Cluster:AdvertisedIPAddress", "127.0.0.1")));

        Assert.Contains("Cluster:AdvertisedIPAddress are both set", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_another_address_has_taken_is_free()
    {
        using var other = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        using var host = Build("127.0.0.0/8", ("Cluster:GatewayPort", $"{port}"));
    }

    private static IHost Build(string network, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([
            new("Cluster:Mode", "Redis"), new("Cluster:AdvertisedNetwork", network), new("Cluster:SiloPort", "1"), new("Cluster:GatewayPort", "2")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create(one.Key, (string?)one.Value)));
        builder.AddSessionSilo();
        return builder.Build();
    }
}
