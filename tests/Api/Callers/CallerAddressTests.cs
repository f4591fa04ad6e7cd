using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SessionGrains.Api.Callers;

namespace SessionGrains.Api.Tests;

public sealed class CallerAddressTests
{
    [Theory]
    // Nobody is trusted: the peer, whatever is claimed.
    [InlineData("", "203.0.113.7", "127.0.0.1", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "203.0.113.7", "127.0.0.1", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "203.0.113.7", "10.0.0.1, 10.0.0.2", "203.0.113.7")]
    // One trusted proxy: what it added, on the right; the rest is the client's claim.
    [InlineData("10.0.0.0/8", "10.0.0.1", null, "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "198.51.100.9, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "10.0.0.9, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "198.51.100.9,203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "::ffff:203.0.113.7", "203.0.113.7")]
    // Several in a row.
    [InlineData("10.0.0.0/8", "10.0.0.1", "198.51.100.9, 203.0.113.7, 10.0.0.2", "203.0.113.7")]
    [InlineData("10.0.0.1, 192.0.2.0/24", "10.0.0.1", "203.0.113.7, 192.0.2.8", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    // Garbage ends the walk at the last good one.
    [InlineData("10.0.0.0/8", "10.0.0.1", "unknown", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.7, unknown", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.7, , 10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.7, 1, 10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "0x7f.1", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "010.1.1.1", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.7 10.0.0.2", "10.0.0.1")]
    // As some proxies write it.
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.7:51234", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "[2001:db8:1:2:3:4:5:6]", "2001:db8:1:2::/64")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.7:port", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "[203.0.113.7]:1", "10.0.0.1")]
    [InlineData("fd00::/8", "fd00::1", "2001:db8::1%eth0", "2001:db8::/64")]
    [InlineData("fe80::1", "fe80::1%2", "203.0.113.7", "203.0.113.7")]
    // A socket file has no address.
    [InlineData("unix", null, "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", null, "203.0.113.7", "none")]
    public void The_caller_is_the_peer_or_whom_the_last_trusted_proxy_heard(string trusted, string? peer, string? forwarded, string caller)
    {
        var context = From(peer);
        if (forwarded is not null)
            context.Request.Headers["X-Forwarded-For"] = forwarded;
        var callers = Trusting(trusted);

        Assert.Equal(caller, callers.Of(context).ToString());
        Assert.Equal(callers.Of(context), callers.Of(context));
    }

    [Fact]
    public void Several_header_lines_are_one_list()
    {
        var context = From("10.0.0.1");
        context.Request.Headers["X-Forwarded-For"] = new(["198.51.100.9", "203.0.113.7, 10.0.0.3", "10.0.0.2"]);

        Assert.Equal("203.0.113.7", Trusting("10.0.0.0/8").Of(context).ToString());
    }

    [Fact]
    public void Ten_kilobytes_of_it_are_read_no_further_than_needed()
    {
        var context = From("10.0.0.1");
        context.Request.Headers["X-Forwarded-For"] = string.Join(',', Enumerable.Repeat("10.0.0.2", 1_200));
        var callers = Trusting("10.0.0.0/8");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var address = callers.Of(context);

        Assert.Equal("10.0.0.2", address.ToString());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000);
    }

    [Fact]
    public void Who_only_plays_pays_nothing_for_it()
    {
        var context = From("203.0.113.7");
        var callers = Trusting("");
        callers.Of(context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        callers.Of(context);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void IPv4_counts_as_itself_and_IPv6_by_its_first_64_bits(string one, string other, bool same) =>
        Assert.Equal(same, ClientAddress.Of(IPAddress.Parse(one)) == ClientAddress.Of(IPAddress.Parse(other)));

    [Fact]
    public void A_site_is_the_first_48_bits_of_IPv6()
    {
        var (one, other, elsewhere) = (Site("2001:db8:1:2::1"), Site("2001:db8:1:ffff::1"), Site("2001:db8:2:2::1"));

        Assert.Equal(one, other);
        Assert.NotEqual(one, elsewhere);
        Assert.NotEqual(Site("203.0.113.7"), Site("203.0.113.8"));
        Assert.True(ClientAddress.Of(IPAddress.Parse("2001:db8::1")).IsIPv6);
        Assert.False(ClientAddress.Of(IPAddress.Parse("203.0.113.7")).IsIPv6);
        Assert.Equal(16, System.Runtime.CompilerServices.Unsafe.SizeOf<ClientAddress>());

        static ClientAddress Site(string address) => ClientAddress.Of(IPAddress.Parse(address)).Site;
    }

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("::1", true)]
    [InlineData("unix", true)]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("10.0.0.1/8", false)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("10/8", false)]
    [InlineData("10", false)]
    [InlineData("::ffff:10.0.0.0/104", false)]
    [InlineData("localhost", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void What_may_be_trusted_is_an_address_or_a_network(string entry, bool good) => Assert.Equal(good, TrustedProxies.IsEntry(entry));

    private static CallerAddresses Trusting(string trusted) =>
        new(new TrustedProxies(Options.Create(new ProxyOptions { Trusted = trusted.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) })));

    private static DefaultHttpContext From(string? peer)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        return context;
    }
}
