using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SessionGrains.Live;

/// <summary>Tells the partitions twice a second what changed on this silo. A partition that is slow to answer is told as soon as it has.</summary>
internal sealed partial class LivePublisher(
    SiloCounters counters, LiveInstruments instruments, IGrainFactory grains, ILocalSiloDetails silo, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<LivePublisher> logger) : IHostedService, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(1);

    private readonly string _silo = silo.SiloAddress.ToParsableString();
    private readonly Dictionary<string, PartitionLink> _links = LivePartitions.All.ToDictionary(static name => name, static name => new PartitionLink(name));
    private readonly SiloRates _pace = new();
    private ITimer? _timer;
    private CancellationTokenRegistration _started;
    private int _publishing;
    private readonly Lock _composing = new();
    private long _tick;
    private SiloHealth _vitals;
    private bool _isTroubled;
    private volatile bool _isOver;

    /// <summary>Begins when the silo is up, which may take longer than a period: before that Orleans finds no place for a grain and warns with a stack trace.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = lifetime.ApplicationStarted.Register(static publisher => ((LivePublisher)publisher!).Begin(), this);
        return Task.CompletedTask;
    }

    /// <summary>Too late for a farewell: the silo has stopped.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>What starts last stops first, while the silo can still be heard.</summary>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LivePublisher), ServiceLifecycleStage.Last, static _ => Task.CompletedTask, SayFarewell);

    private async Task SayFarewell(CancellationToken cancellationToken)
    {
        // A report that came after it would make the silo known again.
        _isOver = true;
        Dispose();
        try
        {
            var farewell = new LiveReport { Silo = _silo, Sequence = 0, IsFarewell = true };
            await Task.WhenAll(LivePartitions.All.Select(name => grains.GetGrain<ILiveCounts>(name).Report(farewell))).WaitAsync(FarewellPatience, cancellationToken);
        }
        catch (Exception e)
        {
            // Then the partitions notice its silence.
            LogNotPublished(e.GetType().Name);
        }
    }

    public void Dispose()
    {
        _started.Dispose();
        _timer?.Dispose();
    }

    private void Begin() => _timer = time.CreateTimer(static publisher => ((LivePublisher)publisher!).Publish(), this, LiveTicks.UntilNext(counters.NowMs), Timeout.InfiniteTimeSpan);

    private void Publish()
    {
        if (Interlocked.Exchange(ref _publishing, 1) == 1)
            return;

        try
        {
            var now = counters.NowMs;

            // A timer may be a little early.
            if (_tick == LiveTicks.At(now))
                return;

            var vitals = _pace.Measure(counters, now);
            lock (_composing)
            {
                (_tick, _vitals) = (LiveTicks.At(now), vitals);
                foreach (var (name, link) in _links)
                {
                    if (!_isOver && link.TryBegin())
                        _ = Send(name, link, link.Compose(counters), _vitals, _tick);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _publishing, 0);
            if (!_isOver)
                _timer?.Change(LiveTicks.UntilNext(counters.NowMs), Timeout.InfiniteTimeSpan);
        }
    }

    private async Task Send(string name, PartitionLink link, PartitionLink.ReportPart parcel, SiloHealth vitals, long tick)
    {
        await Send(name, link, Report(parcel, vitals, tick), parcel);
        while (link.MustGoOn() && !_isOver)
        {
            LiveReport next;
            lock (_composing)
            {
                parcel = link.Compose(counters);
                next = Report(parcel, _vitals, _tick);
            }

            await Send(name, link, next, parcel);
        }
    }

    private LiveReport Report(in PartitionLink.ReportPart parcel, SiloHealth vitals, long tick) => new()
    {
        Silo = _silo,
        Sequence = parcel.Sequence,
        IsWhole = parcel.IsWhole,
        IsPart = parcel.IsPart,
        GoesOn = parcel.GoesOn,
        CountsSinceMs = counters.CountsSinceMs,
        Vitals = vitals,
        Rows = parcel.Rows,
        Tick = tick,
    };

    private async Task Send(string name, PartitionLink link, LiveReport report, PartitionLink.ReportPart parcel)
    {
        try
        {
            var isTaken = await grains.GetGrain<ILiveCounts>(name).Report(report);
            link.Confirm(parcel, isTaken);
            instruments.RecordAnswer(isTaken, parcel.Rows.Length);
            _isTroubled = false;
        }
        catch (Exception e)
        {
            link.Confirm(parcel, isTaken: false);
            instruments.RecordFailure();
            if (!_isTroubled)
                LogNotPublished(e.GetType().Name);
            _isTroubled = true;
        }
    }

    [LoggerMessage(1032, LogLevel.Debug, "Live counts could not be published ({Reason}).")]
    private partial void LogNotPublished(string reason);
}
