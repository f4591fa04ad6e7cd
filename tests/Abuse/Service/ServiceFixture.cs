namespace SessionGrains.Abuse.Tests;

/// <summary>A service that the tests of one class attack one after another, and what a plain ping costs on it.</summary>
#pragma warning disable CA1001 // xunit ends it by DisposeAsync.
public abstract class ServiceFixture : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int PingSessions = 8;
    private const int PingsASession = 50;

    /// <summary>Without a better one: the program is compiled for speed by then.</summary>
    private const int LastRounds = 8;

    private const int MostRounds = 60;

    /// <summary>Of a crowd in a hurry: sixteen times what comes during an attack.</summary>
    private static readonly TimeSpan WarmingPace = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan CalmRound = TimeSpan.FromMilliseconds(500);

    private const int MostCalmRounds = 20;

    private readonly List<string> _ended = [];
    private AttackedService? _service;
    private ReportFeed? _feed;
    private OperatorView? _operator;

    internal AttackedService Service => _service!;

    /// <summary>Followed from the first report to the last, through all attacks.</summary>
    internal ReportFeed Feed => _feed!;

    internal OperatorView Operator => _operator!;

    /// <summary>Processor time of a ping over the whole HTTP path, the best of all rounds.</summary>
    public TimeSpan PingCost { get; private set; }

    internal abstract ServiceShape Shape { get; }

    public async Task InitializeAsync()
    {
        _service = await AttackedService.StartAsync(Shape);
        _operator = new OperatorView(_service.Port);
        _feed = new ReportFeed(_operator);
        await WarmAsync();
        await SettleAsync();
        PingCost = await MeasurePingAsync();
        await SettleAsync();
    }

    /// <summary>Reads the feed to its end, and expects in it what has ended, once each.</summary>
    /// <param name="endedNow">It takes 5 s to be closed.</param>
    /// <param name="later">All is expected another time, at the latest when the service ends.</param>
    /// <param name="complaints">Where complaints go.</param>
    internal async Task ExpectReportsAsync(IEnumerable<string> endedNow, bool later, Complaints complaints)
    {
        _ended.AddRange(endedNow);
        await Feed.ExpectAsync(later ? [] : [.. _ended], complaints);
        if (!later)
            _ended.Clear();
    }

    /// <exception cref="Xunit.Sdk.XunitException">What the last attack left is not in the feed as it should be; it fails the run.</exception>
    public async Task DisposeAsync()
    {
        var complaints = new Complaints();
        try
        {
            if (_service is { IsAlive: true } && _feed is not null)
                await ExpectReportsAsync([], later: false, complaints);
        }
        finally
        {
            _operator?.Dispose();
            if (_service is not null)
                await _service.DisposeAsync();
        }

        Assert.False(complaints.Any, complaints.ToString());
    }

    /// <summary>What the crowd sends is compiled for speed before any of it is counted.</summary>
    private async Task WarmAsync()
    {
        using var crowd = new HonestCrowd(Service.Port, staysWithOne: false, WarmingPace);
        await Task.Delay(Warming);
        await crowd.LeaveAsync();
        _ended.AddRange(crowd.Sessions);
    }

    /// <summary>The runtime recompiles hot code in the background when there is little to do. That takes seconds of processor time and must not count as an effect of an attack.</summary>
    private async Task SettleAsync()
    {
        for (var round = 0; round < MostCalmRounds; round++)
        {
            var before = Service.Account.ProcessorTime();
            await Task.Delay(CalmRound);
            if (Service.Account.ProcessorTime() - before < CalmRound / 10)
                return;
        }
    }

    private async Task<TimeSpan> MeasurePingAsync()
    {
        using var player = Loopback.Reach(Service.Port, Loopback.Honest(0));
        var sessions = await Task.WhenAll(Enumerable.Range(0, PingSessions).Select(_ => player.OpenAsync(EventText.Start("ping-cost"))));
        var (best, notBetter) = (long.MaxValue, 0);
        for (var round = 0; round < MostRounds && notBetter < LastRounds; round++)
        {
            var before = Service.Account.ThreadTimes();
            await Task.WhenAll(sessions.Select(async session =>
            {
                for (var ping = 0; ping < PingsASession; ping++)
                    await player.SendAsync(session!, EventText.Of("ping", EventText.Now + (((round * PingsASession) + ping) * 1000), (round * PingsASession) + ping));
            }));
            var cost = Service.Account.NanosecondsSince(before) / (PingSessions * PingsASession);
            notBetter = cost < best ? 0 : notBetter + 1;
            best = Math.Min(best, cost);
        }

        await Task.WhenAll(sessions.Select(session => player.SendAsync(session!, EventText.Of("sessionEnd", EventText.Now + 10_000_000, 10_000))));
        return TimeSpan.FromMicroseconds(best / 1000.0);
    }
}
