using SessionGrains.Silo.Clustering.Localhost;

namespace SessionGrains.Cluster.Tests;

public sealed class SiloPortsTests
{
    [Fact]
    public void Two_silos_that_have_not_bound_their_ports_yet_get_different_ones()
    {
        using var first = SiloPorts.Claim(new SessionClusterOptions());
        using var second = SiloPorts.Claim(new SessionClusterOptions());

        Assert.Equal(4, new HashSet<int> { first.Silo, first.Gateway, second.Silo, second.Gateway }.Count);
    }

    [Fact]
    public void A_configured_port_that_is_claimed_is_refused_until_it_is_given_back()
    {
        using var any = SiloPorts.Claim(new SessionClusterOptions());
        var same = new SessionClusterOptions { SiloPort = any.Silo };

        Assert.Contains($"TCP port {any.Silo} (Cluster:SiloPort) is taken", Assert.Throws<StartRefusedException>(() => SiloPorts.Claim(same)).Message, StringComparison.Ordinal);
        any.Dispose();

        using var again = SiloPorts.Claim(same);
        Assert.Equal(any.Silo, again.Silo);
    }

    [Fact]
    public void A_port_on_which_another_program_listens_is_not_free_even_if_it_shares_it()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;

        Assert.False(LocalPort.IsFree(port));
        other.Dispose();
        Assert.True(LocalPort.IsFree(port));
    }
}
