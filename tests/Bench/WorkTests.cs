namespace SessionGrains.Bench.Tests;

public sealed class WorkTests
{
    private static readonly byte[] Id = Encoding.ASCII.GetBytes(new string('b', 64));

    private readonly RequestBuffer _request = new("test");

    [Fact]
    public void The_mix_has_the_proportions_of_the_viewer_hour_and_replaces_who_ends()
    {
        var pool = Opened(402);
        for (var slot = 0; slot < pool.Count; slot++)
            pool.Step(slot) = (short)slot;

        var sent = Send(new MixWork(pool), 402 * 10);

        Assert.Equal(10, sent.Count(static type => type == "sessionStart"));
        Assert.Equal(10, sent.Count(static type => type == "sessionEnd"));
        Assert.Equal(3600, sent.Count(static type => type == "ping"));
    }

    [Fact]
    public void A_session_has_one_request_on_its_way_at_a_time()
    {
        var pool = Opened(5);
        var work = new MixWork(pool);

        var slots = Enumerable.Range(0, 4).Select(_ => work.Next(_request)).ToList();
        work.Answered(slots[2], default);

        Assert.Equal(4, slots.Distinct().Count());
        Assert.DoesNotContain(work.Next(_request), slots.Except([slots[2]]));
    }

    [Fact]
    public void Pings_leave_out_who_has_ended()
    {
        var pool = Opened(4);
        pool.Step(2) = 0;
        var work = new PingWork(pool);

        Assert.Equal([0, 1, 3, 0, 1, 3], Slots(work, 6));
    }

    [Fact]
    public void An_event_for_everybody_goes_once_to_each_open_session()
    {
        var pool = Opened(5);
        pool.Step(1) = 0;
        pool.Step(4) = 0;

        Assert.Equal([0, 2, 3, -1, -1], Slots(new EverySessionOnce(pool, RecordedTraffic.Of("play")), 5));
    }

    [Fact]
    public void Pings_of_every_third_session_go_round()
    {
        var work = new PingWork(Opened(8), stride: 3, requests: 4);

        Assert.Equal([0, 3, 6, 0, -1], Slots(work, 5));
    }

    [Fact]
    public void Time_and_playhead_of_a_session_advance_with_its_pings()
    {
        var work = new PingWork(Opened(1));

        Slots(work, 1);
        var first = Body();
        Slots(work, 1);
        var second = Body();

        Assert.Contains("\"playhead\":10,", first, StringComparison.Ordinal);
        Assert.Contains("\"playhead\":20,", second, StringComparison.Ordinal);
        Assert.Equal(Ts(first) + 10_000, Ts(second));
    }

    [Fact]
    public void A_pool_grows_from_where_it_was()
    {
        var pool = Opened(3, capacity: 5);

        Assert.Equal([3, 4, -1], Slots(new OpenWork(pool, 5, RecordedTraffic.SampleStart), 3, Id));
        Assert.Equal(5, pool.Count);
    }

    private static LivePool Opened(int sessions, int? capacity = null)
    {
        var pool = new LivePool(capacity ?? sessions);
        var work = new OpenWork(pool, sessions, RecordedTraffic.SampleStart);
        var request = new RequestBuffer("test");
        while (work.Next(request) is >= 0 and var slot)
            work.Answered(slot, Id);

        return pool;
    }

    private static long Ts(string body) => long.Parse(body.Split("\"ts\":")[1].TrimEnd('}'));

    private List<int> Slots(IWork work, int count, byte[]? id = null) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var slot = work.Next(_request);
        if (slot >= 0)
            work.Answered(slot, id);

        return slot;
    })];

    private List<string> Send(MixWork work, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var slot = work.Next(_request);
        work.Answered(slot, _request.IsCreate ? Id : default);
        return Body().Split("\"eventType\":\"")[1].Split('"')[0];
    })];

    private string Body() => Encoding.UTF8.GetString(_request.Request).Split("\r\n\r\n")[1];
}
