using Microsoft.Extensions.Options;
using SessionGrains.Api.Callers;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Limits;

namespace SessionGrains.Api.Tests;

public sealed class AddressRateLimiterTests(ITestOutputHelper output)
{
    private const int Places = 400;

    private readonly CallerHash _hash = new(new CallerAddresses(new TrustedProxies(Options.Create(new ProxyOptions()))));
    private int _taken;

    [Fact]
    public void Nobody_is_limited_while_the_place_is_at_most_half_full()
    {
        var shares = new AddressRateLimiter(Places);

        Assert.Equal(Places / 2, Take(shares, Caller("192.0.2.1"), Places / 2));
        Assert.Equal(0, shares.Refused);
    }

    [Fact]
    public void Beyond_half_an_address_gets_a_quarter_and_others_the_rest()
    {
        var shares = new AddressRateLimiter(Places);
        for (var other = 0; other < Places / 2; other++)
            Assert.Equal(1, Take(shares, Caller($"198.51.{other / 250}.{other % 250}"), 1));

        Assert.Equal(Places / 4, Take(shares, Caller("192.0.2.1"), Places));
        Assert.Equal(Places - (Places / 4), shares.Refused);
        Assert.Equal(10, Take(shares, Caller("192.0.2.2"), 10));
    }

    [Fact]
    public void Who_has_half_already_gets_no_more_until_it_is_back_at_a_quarter()
    {
        var shares = new AddressRateLimiter(Places);
        var caller = Caller("192.0.2.1");
        Assert.Equal(Places / 2, Take(shares, caller, Places));

        for (var back = 0; back < Places / 4; back++)
            shares.Release(caller);

        Assert.False(shares.TryHold(caller, (Places / 2) + 1));
        shares.Release(caller);
        Assert.True(shares.TryHold(caller, (Places / 2) + 1));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:2:2::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Addresses_of_one_64_and_of_one_48_share(string one, string other, bool share)
    {
        var shares = new AddressRateLimiter(Places);
        Assert.Equal(Places / 2, Take(shares, Caller(one), Places / 2));

        Assert.Equal(!share, shares.TryHold(Caller(other), (Places / 2) + 1));
    }

    [Fact]
    public void Ten_thousand_viewers_behind_one_address_meet_no_limit_where_there_is_room()
    {
        var shares = new AddressRateLimiter(40_000);

        Assert.Equal(10_000, Take(shares, Caller("192.0.2.1"), 10_000));
        _taken = 39_999;
        Assert.False(shares.TryHold(Caller("192.0.2.1"), 40_000));
        shares.Release(Caller("192.0.2.1"));
        Assert.True(shares.TryHold(Caller("192.0.2.1"), 40_000));
    }

    [Fact]
    public void A_million_invented_addresses_take_no_memory_and_leave_no_trace()
    {
        ClientAddress[] invented = [.. Enumerable.Range(0, 1_000_000).Select(static number => ClientAddress.Of(new IPAddress((uint)number * 2_654_435_761)))];
        var before = GC.GetAllocatedBytesForCurrentThread();
        AddressRateLimiter[] places = [.. Enumerable.Range(0, 5).Select(static _ => new AddressRateLimiter(Places))];
        foreach (var address in invented)
        {
            var caller = _hash.Of(address);
            foreach (var place in places)
            {
                Assert.True(place.TryHold(caller, 1));
                place.Release(caller);
            }
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{bytes:N0} bytes for five places");
        Assert.InRange(bytes, 1, 20_000_000 - 1);
        Assert.All(places, place => Assert.Equal(0, place.HeldBy(Caller("192.0.2.1"))));
    }

    [Fact]
    public void An_invented_crowd_hardly_ever_takes_the_share_of_an_address_that_did_nothing()
    {
        var shares = new AddressRateLimiter(Places);
        for (var flooder = 0; flooder < 4; flooder++)
            Take(shares, Caller($"203.0.113.{flooder}"), Places / 4);

        var refused = Enumerable.Range(0, 10_000).Count(honest =>
        {
            var caller = _hash.Of(ClientAddress.Of(new IPAddress(0x0A000000u + (uint)honest)));
            if (!shares.TryHold(caller, Places))
                return true;

            shares.Release(caller);
            return false;
        });
        Assert.InRange(refused, 0, 20);
    }

    [Fact]
    public async Task However_they_come_and_go_nothing_stays_held()
    {
        var shares = new AddressRateLimiter(4);
        var caller = Caller("2001:db8::1");
        Assert.True(shares.TryHold(caller, 1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                if (shares.TryHold(caller, i % 9))
                    shares.Release(caller);
            }
        })));

        Assert.NotEqual(0, shares.Refused);
        Assert.Equal(1, shares.HeldBy(caller));
        shares.Release(caller);
        Assert.Equal(0, shares.HeldBy(caller));
    }

    private AddressBuckets Caller(string address) => _hash.Of(ClientAddress.Of(IPAddress.Parse(address)));

    private int Take(AddressRateLimiter shares, AddressBuckets caller, int times)
    {
        var had = 0;
        for (var i = 0; i < times; i++)
        {
            if (shares.TryHold(caller, _taken + 1))
                (had, _taken) = (had + 1, _taken + 1);
        }

        return had;
    }
}
