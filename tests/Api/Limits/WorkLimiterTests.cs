using Microsoft.Extensions.Options;

namespace SessionGrains.Api.Tests;

public sealed class WorkLimiterTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(16, 16, 18)]
    [InlineData(5_000, 5_000, 5_625)]
    public void Pings_have_all_places_and_other_requests_an_eighth_more(int places, int pings, int others)
    {
        var limiter = Limiter(places);

        Assert.Equal(pings, Enter(limiter, WorkPriority.Ping, 10_000));
        Assert.Equal(others - pings, Enter(limiter, WorkPriority.Event, 10_000));
        Assert.Equal(0, Enter(limiter, WorkPriority.Start, 1));
        Assert.Equal(others, limiter.AtWork);
        Assert.Equal((10_000 - pings, 10_000 - (others - pings), 0), (limiter.Refused(WorkPriority.Ping), limiter.Refused(WorkPriority.Event), limiter.Refused(WorkPriority.Start)));
    }

    [Fact]
    public void Nobody_is_refused_while_there_is_room()
    {
        var limiter = Limiter(8);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(8, Enter(limiter, WorkPriority.Ping, 8));
            for (var k = 0; k < 8; k++)
                limiter.Leave();
        }

        Assert.Equal(0, limiter.AtWork);
    }

    [Fact]
    public async Task A_place_that_gets_free_is_a_waiting_starts_and_nobody_elses()
    {
        var limiter = Full();
        var first = limiter.Wait();
        var second = limiter.Wait();
        Assert.Equal(2, limiter.Waiting);

        limiter.Leave();

        Assert.True(await first);
        Assert.False(second.IsCompleted);
        Assert.False(limiter.TryEnter(WorkPriority.Event));
        limiter.Leave();
        Assert.True(await second);
        Assert.Equal(0, limiter.Waiting);
    }

    [Fact]
    public async Task A_start_waits_for_four_seconds()
    {
        var limiter = Full();
        var start = limiter.Wait();
        _clock.Advance(WorkLimiter.QueueTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(start.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(await start);
        Assert.Equal((0, 1), (limiter.Waiting, limiter.Refused(WorkPriority.Start)));
        var atWork = limiter.AtWork;
        limiter.Leave();
        Assert.Equal(atWork - 1, limiter.AtWork);
    }

    [Fact]
    public async Task No_more_starts_wait_than_there_are_places()
    {
        var limiter = Full();
        var waiting = Enumerable.Range(0, Places).Select(_ => limiter.Wait()).ToArray();

        Assert.False(await limiter.Wait());
        Assert.All(waiting, static start => Assert.False(start.IsCompleted));
    }

    [Fact]
    public async Task Who_is_gone_waits_no_more()
    {
        var limiter = Full();
        using var gone = new CancellationTokenSource();
        var start = limiter.Wait(gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Equal(0, limiter.Waiting);
    }

    [Fact]
    public async Task However_they_come_and_go_no_place_is_lost_and_no_start_forgotten()
    {
        var limiter = new WorkLimiter(Options.Create(new RequestLimitOptions { MaxConcurrentRequests = Places }), TimeProvider.System);
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var priority = (WorkPriority)((worker + i) % 3);
                if (!limiter.TryEnter(priority) && (priority != WorkPriority.Start || !await limiter.Wait()))
                    continue;

                most = Math.Max(most, limiter.AtWork);
                await Task.Yield();
                limiter.Leave();
            }
        })));

        Assert.Equal((0, 0), (limiter.AtWork, limiter.Waiting));
        Assert.InRange(most, 1, Places + 1);
    }

    [Fact]
    public async Task A_busy_server_admits_what_it_answers_within_a_second_and_lets_starts_wait_that_it_answers_within_three()
    {
        var limiter = Busy(endsPerSecond: 4_000);

        Assert.Equal(4_000, limiter.AtWork + Enter(limiter, WorkPriority.Ping, 5_000));
        Assert.Equal(500, Enter(limiter, WorkPriority.Event, 5_000));
        var waiting = Enumerable.Range(0, 9_000).Select(_ => limiter.Wait()).ToArray();
        Assert.Equal(5_000, waiting.Count(static start => !start.IsCompleted));
        Assert.All(waiting.Skip(limiter.Waiting), static start => Assert.False(start.Result));

        limiter.Leave();
        Assert.True(await waiting[0]);
    }

    [Fact]
    public void A_server_that_is_waited_for_no_more_admits_all_that_it_has_places_for()
    {
        var limiter = Busy(endsPerSecond: 100);
        while (limiter.AtWork > 0)
            limiter.Leave();

        End(limiter, 20, TimeSpan.FromMilliseconds(30));
        Assert.Equal(5_000, limiter.AtWork + Enter(limiter, WorkPriority.Ping, 6_000));
    }

    [Fact]
    public void A_server_that_is_slow_admits_half_and_lets_few_starts_wait()
    {
        var limiter = Busy(endsPerSecond: 50);

        Assert.Equal(2_500, limiter.AtWork + Enter(limiter, WorkPriority.Ping, 5_000));
        Assert.Equal(312, Enter(limiter, WorkPriority.Event, 5_000));
        Assert.Equal(625, Enumerable.Range(0, 1_000).Count(_ => !limiter.Wait().IsCompleted));
    }

    [Fact]
    public void A_pause_in_which_nothing_ends_says_nothing_about_the_pace()
    {
        var limiter = Limiter(5_000);
        Assert.Equal(100, Enter(limiter, WorkPriority.Ping, 100));
        End(limiter, 200, TimeSpan.FromMilliseconds(4));
        _clock.Advance(TimeSpan.FromSeconds(2));
        End(limiter, 1, TimeSpan.Zero);

        Assert.Equal(5_000, limiter.AtWork + Enter(limiter, WorkPriority.Ping, 6_000));
    }

    private const int Places = 4;

    /// <summary>A limiter of 5,000 places that knows how many requests end per second: 20 were at work all the time.</summary>
    private WorkLimiter Busy(int endsPerSecond)
    {
        var limiter = Limiter(5_000);
        Assert.Equal(20, Enter(limiter, WorkPriority.Ping, 20));

        // The first period counts from the beginning, when nothing was at work.
        for (var period = 0; period < 2; period++)
            End(limiter, endsPerSecond / 2, TimeSpan.FromSeconds(1.0 / endsPerSecond));

        return limiter;
    }

    /// <summary>So many requests end, each after a pause, and are followed by others.</summary>
    private void End(WorkLimiter limiter, int requests, TimeSpan pause)
    {
        for (var i = 0; i < requests; i++)
        {
            _clock.Advance(pause);
            if (limiter.AtWork > 0)
                limiter.Leave();

            Enter(limiter, WorkPriority.Ping, 1);
        }
    }

    private WorkLimiter Limiter(int places) => new(Options.Create(new RequestLimitOptions { MaxConcurrentRequests = places }), _clock);

    private WorkLimiter Full()
    {
        var limiter = Limiter(Places);
        Assert.Equal(Places + 1, Enter(limiter, WorkPriority.Event, Places + 1));
        return limiter;
    }

    private static int Enter(WorkLimiter limiter, WorkPriority priority, int times) => Enumerable.Range(0, times).Count(_ => limiter.TryEnter(priority));
}
