using SessionGrains.Abuse.Tests.Attacks;
using SessionGrains.Abuse.Tests.Bodies;
using SessionGrains.Abuse.Tests.Reading;
using SessionGrains.Abuse.Tests.Viewers;

namespace SessionGrains.Abuse.Tests.Service;

/// <summary>A service that the tests of one class attack one after another, and what a plain ping costs on it.</summary>
#pragma warning disable CA1001 // xunit ends it by DisposeAsync.
public abstract class ServiceFixture : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int PingSessions = 8;
    private const int PingsASession = 50;
    private const int Rounds = 5;

    /// <summary>Until the program is compiled for speed.</summary>
    private const int WarmingRounds = 10;

    private AttackedService? _service;
    private ReportFeed? _feed;
    private OperatorView? _operator;

    internal AttackedService Service => _service!;

    /// <summary>Followed from the first report to the last, through all attacks.</summary>
    internal ReportFeed Feed => _feed!;

    internal OperatorView Operator => _operator!;

    /// <summary>Processor time of a ping over the whole HTTP path, the best of five.</summary>
    public TimeSpan PingCost { get; private set; }

    internal abstract ServiceShape Shape { get; }

    public async Task InitializeAsync()
    {
        _service = await AttackedService.StartAsync(Shape);
        _operator = new OperatorView(_service.Port);
        _feed = new ReportFeed(_operator);
        PingCost = await MeasurePingAsync();
    }

    public async Task DisposeAsync()
    {
        _operator?.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
    }

    private async Task<TimeSpan> MeasurePingAsync()
    {
        using var player = new Stranger(Service.Port, Loopback.Honest(0));
        var sessions = await Task.WhenAll(Enumerable.Range(0, PingSessions).Select(_ => player.OpenAsync(EventText.Start("ping-cost"))));
        var best = long.MaxValue;
        for (var round = 0; round < WarmingRounds + Rounds; round++)
        {
            var before = Service.Account.ThreadTimes();
            await Task.WhenAll(sessions.Select(async session =>
            {
                for (var ping = 0; ping < PingsASession; ping++)
                    await player.SendAsync(session!, EventText.Of("ping", EventText.Now + (((round * PingsASession) + ping) * 1000), (round * PingsASession) + ping));
            }));
            var cost = Service.Account.NanosecondsSince(before) / (PingSessions * PingsASession);

            best = round < WarmingRounds ? best : Math.Min(best, cost);
        }

        await Task.WhenAll(sessions.Select(session => player.SendAsync(session!, EventText.Of("sessionEnd", EventText.Now + 1_000_000, 1000))));
        return TimeSpan.FromMicroseconds(best / 1000.0);
    }
}
