namespace SessionGrains.Live;

/// <summary>
/// Reports the changed counts of this silo to the partitions twice a second. A slow partition gets the next report as soon as it has answered.
/// </summary>
internal sealed partial class LivePublisher(
    SiloCounters counters, LiveInstruments instruments, IGrainFactory grains, ILocalSiloDetails silo, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<LivePublisher> logger) : IHostedService, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan FinalReportTimeout = TimeSpan.FromSeconds(1);

    private readonly string _silo = silo.SiloAddress.ToParsableString();
    private readonly Dictionary<string, PartitionLink> _links = LivePartitions.All.ToDictionary(static name => name, static name => new PartitionLink(name));
    private readonly SiloRates _rates = new();
    private ITimer? _timer;
    private CancellationTokenRegistration _started;
    private int _publishing;
    private readonly Lock _composing = new();
    private long _tick;
    private SiloHealth _health;
    private bool _hasFailed;
    private volatile bool _isStopping;

    /// <summary>Waits for the silo to start, which may take longer than a period: before that, Orleans cannot place a grain and logs a stack trace.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = lifetime.ApplicationStarted.Register(static publisher => ((LivePublisher)publisher!).StartTimer(), this);
        return Task.CompletedTask;
    }

    /// <summary>Too late for a final report: the silo has stopped.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Starts last, so it stops first, while the silo can still send.</summary>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LivePublisher), ServiceLifecycleStage.Last, static _ => Task.CompletedTask, SendFinalReport);

    private async Task SendFinalReport(CancellationToken cancellationToken)
    {
        // A later report would register the silo again.
        _isStopping = true;
        Dispose();
        try
        {
            var report = new LiveReport { Silo = _silo, Sequence = 0, IsFinal = true };
            await Task.WhenAll(LivePartitions.All.Select(name => grains.GetGrain<ILiveCounts>(name).Report(report))).WaitAsync(FinalReportTimeout, cancellationToken);
        }
        catch (Exception e)
        {
            // The partitions then notice that the silo is silent.
            LogNotPublished(e.GetType().Name);
        }
    }

    public void Dispose()
    {
        _started.Dispose();
        _timer?.Dispose();
    }

    private void StartTimer() => _timer = time.CreateTimer(static publisher => ((LivePublisher)publisher!).Publish(), this, LiveTicks.UntilNext(counters.NowMs), Timeout.InfiniteTimeSpan);

    private void Publish()
    {
        if (Interlocked.Exchange(ref _publishing, 1) == 1)
            return;

        try
        {
            var now = counters.NowMs;

            // A timer may fire slightly early.
            if (_tick == LiveTicks.At(now))
                return;

            var health = _rates.Measure(counters, now);
            lock (_composing)
            {
                (_tick, _health) = (LiveTicks.At(now), health);
                foreach (var (name, link) in _links)
                {
                    if (!_isStopping && link.TryBegin())
                        _ = Send(name, link, link.Compose(counters), _health, _tick);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _publishing, 0);
            if (!_isStopping)
                _timer?.Change(LiveTicks.UntilNext(counters.NowMs), Timeout.InfiniteTimeSpan);
        }
    }

    private async Task Send(string name, PartitionLink link, PartitionLink.ReportPart part, SiloHealth health, long tick)
    {
        await Send(name, link, Report(part, health, tick), part);
        while (link.MustSendAgain() && !_isStopping)
        {
            LiveReport next;
            lock (_composing)
            {
                part = link.Compose(counters);
                next = Report(part, _health, _tick);
            }

            await Send(name, link, next, part);
        }
    }

    private LiveReport Report(in PartitionLink.ReportPart part, SiloHealth health, long tick) => new()
    {
        Silo = _silo,
        Sequence = part.Sequence,
        IsFull = part.IsFull,
        IsPartial = part.IsPartial,
        IsContinuation = part.IsContinuation,
        CountsSinceMs = counters.CountsSinceMs,
        Health = health,
        Rows = part.Rows,
        Tick = tick,
    };

    private async Task Send(string name, PartitionLink link, LiveReport report, PartitionLink.ReportPart part)
    {
        try
        {
            var isTaken = await grains.GetGrain<ILiveCounts>(name).Report(report);
            link.Confirm(part, isTaken);
            instruments.RecordAnswer(isTaken, part.Rows.Length);
            _hasFailed = false;
        }
        catch (Exception e)
        {
            link.Confirm(part, isTaken: false);
            instruments.RecordFailure();
            if (!_hasFailed)
                LogNotPublished(e.GetType().Name);
            _hasFailed = true;
        }
    }

    [LoggerMessage(1032, LogLevel.Debug, "Live counts could not be published ({Reason}).")]
    private partial void LogNotPublished(string reason);
}
