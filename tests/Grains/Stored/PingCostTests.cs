namespace SessionGrains.Grains.Tests.Stored;

/// <summary>What a plain ping adds to what is stored and allocated: the number that every bound must leave as it is.</summary>
public sealed class PingCostTests(ITestOutputHelper output)
{
    private const int Pings = 1_000;
    private const long T = 1_795_000_000_000;

    [Fact]
    public void A_plain_ping_stores_and_allocates_exactly_what_it_did()
    {
        var session = Session.Start(Sample.Start(T, length: 20_000), T, SessionTimeouts.Default);
        session.Track(Event(PlayerEventType.Play, 1), At(1));
        Ping(session, 2, 200);
        var stored = StoredForm.Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress }).Length;

        var events = Enumerable.Range(200, Pings).Select(static n => Event(PlayerEventType.Ping, n)).ToArray();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (var ping in events)
        {
            session.Track(ping, ping.Ts);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        output.WriteLine($"{stored} bytes stored, {allocated} bytes allocated by {Pings} pings");
        Assert.Equal((522, 472 * Pings), (stored, allocated));
    }

    /// <summary>What was said of the ads is in a record of its own.</summary>
    [Fact]
    public void A_ping_after_eight_ads_stores_little_more_than_their_times()
    {
        var session = Session.Start(Sample.Start(T, length: 20_000), T, SessionTimeouts.Default);
        for (var n = 1; n <= 40; n += 5)
        {
            session.Track(Event(PlayerEventType.AdBreakStart, n) with { AdBreak = new(n, n * 10, $"mid-roll {n}") }, At(n));
            session.Track(Event(PlayerEventType.AdStart, n + 1) with { Ad = new($"creative-{n:d8}", $"An advertisement for product {n}") }, At(n + 1));
            session.Track(Event(PlayerEventType.AdComplete, n + 2), At(n + 2));
            session.Track(Event(PlayerEventType.AdBreakComplete, n + 3), At(n + 3));
            session.Track(Event(PlayerEventType.Play, n + 4), At(n + 4));
        }

        Ping(session, 41, 200);
        session.OnDescriptionsStored(session.DescriptionCount);
        var stored = StoredForm.Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress }).Length;
        output.WriteLine($"{stored} bytes stored, of which {session.Progress.Settled.Ads.Bytes!.Length + session.Progress.Settled.AdBreaks.Bytes!.Length} for eight ads and their breaks; "
            + $"{ObjectSize.Of(session)} bytes of memory");
        Assert.InRange(stored, 600, 1_200);
        Assert.InRange(session.Progress.Settled.Ads.Bytes.Length, 8 * 8, 8 * 20);
    }

    private static void Ping(Session session, int from, int to)
    {
        for (var n = from; n < to; n++)
        {
            session.Track(Event(PlayerEventType.Ping, n), At(n));
        }
    }

    private static PlayerEvent Event(PlayerEventType type, int n) => new() { Type = type, Ts = At(n), Playhead = n * 10, Fingerprint = (ulong)n };

    private static long At(int n) => T + (n * 10_000L);
}
