using Orleans.Concurrency;
using Orleans.Storage;
using SessionGrains.Reports;
using SessionGrains.Stores;

namespace SessionGrains.Exports;

/// <summary>
/// Exports closed sessions to one sink, window after window. Should there be two activations, for as long as a cluster is cut in two, only one of them can claim and
/// complete; the other finds its version of the record outdated and ends.
/// </summary>
[GrainType("exporter"), Reentrant]
internal sealed partial class Exporter(
    IExportSinks sinks, IReportLog log, ReportOpener opener, [FromKeyedServices(StoredRecordNames.StorageName)] IGrainStorage storage, ExportInstruments instruments,
    TimeProvider time, ILogger<Exporter> logger)
    : Grain, IExporter, IDisposable
{
    private const string ByOperator = "An operator paused it.";

    /// <summary>How long a receiver is left alone at most because it said so.</summary>
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly ExportBackoff _backoff = new();

    /// <summary>Pauses, resumes and erasures come one after another.</summary>
    private readonly SemaphoreSlim _pausing = new(1);

    private readonly ExportRate _minuteRate = new(time, TimeSpan.FromMinutes(1));
    private readonly ExportRate _hourRate = new(time, TimeSpan.FromHours(1));
    private ExportClaims _claims = null!;
    private ExportOptions _options = null!;
    private Task _running = Task.CompletedTask;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private bool _isTakenOver;
    private bool _isPausing;

    /// <summary>A request writes the record, or erases in the sink: nothing leaves meanwhile.</summary>
    private bool _isChanging;

    private TaskCompletionSource _tookBack = new();

    /// <summary>Ends the window that is leaving.</summary>
    private CancellationTokenSource _interruption = new();

    private (string Text, long AtMs)? _error;

    private string Name => this.GetPrimaryKeyString();

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private ExportState State =>
        _claims.Record.IsPaused || _isPausing ? ExportState.Paused : _error is not null ? ExportState.Failing : _running.IsCompleted ? ExportState.Waiting : ExportState.Exporting;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _options = sinks.All.GetValueOrDefault(Name) ?? throw new InvalidOperationException("No such sink is configured.");
        _claims = new(Name, storage, log, opener);
        await _claims.ReadAsync();
        LogBegun(Name);
    }

    /// <summary>Lets the window that is leaving go: the next activation repeats it.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await EndOfRun();
        instruments.Show(Name, null);
    }

    public void Dispose()
    {
        _ending.Dispose();
        _pausing.Dispose();
        _interruption.Dispose();
    }

    public async Task Wake()
    {
        StartIfDue();
        try
        {
            var lag = new ExportLag(await WaitingSinceMs(), State, _claims.Record.DeadLetters.Sum(static letter => letter.Count));
            if (!_ending.IsCancellationRequested)
            {
                instruments.Show(Name, lag);
            }
        }
        catch (StoreUnavailableException)
        {
            // The last figure stands: the lag goes on growing from there.
        }
    }

    public async Task<ExportStatus> Read()
    {
        var (waitingSinceMs, waiting) = (await Stored(WaitingSinceMs), await Stored(_claims.CountWaitingAsync));
        var record = _claims.Record;
        return new()
        {
            Name = Name,
            Kind = _options.Kind,
            State = State,
            Cursor = record.Cursor,
            Sessions = record.Sessions,
            WaitingSinceMs = waitingSinceMs,
            ExportedAtMs = record.ExportedAtMs == 0 ? null : record.ExportedAtMs,
            Error = _error?.Text,
            ErrorAtMs = _error?.AtMs,
            WaitingSessions = waiting?.Count,
            HasMoreWaiting = waiting?.HasMore ?? false,
            PerSecondInMinute = _minuteRate.PerSecond,
            PerSecondInHour = _hourRate.PerSecond,
            Rewind = record.Rewind,
            DeadLetters = record.DeadLetters.Sum(static letter => letter.Count),
            DeadLetterReason = record.DeadLetters.LastOrDefault()?.Reason,
            IsResending = record.IsResending,
            PauseReason = record.PauseReason,
            PausedAtMs = record.PausedAtMs == 0 ? null : record.PausedAtMs,
        };
    }

    /// <summary>The record is written by one at a time: when the window that is leaving has been interrupted.</summary>
    public async Task SetPaused(bool isPaused)
    {
        await _pausing.WaitAsync();
        try
        {
            if (isPaused || _isPausing || _claims.Record.IsPaused)
            {
                await WritePaused(isPaused);
            }
        }
        finally
        {
            _pausing.Release();
        }

        if (!isPaused)
        {
            _notBefore = DateTimeOffset.MinValue;
            StartIfDue();
        }
    }

    private void StartIfDue()
    {
        if (_running.IsCompleted && !_isChanging && (!_claims.Record.IsPaused || _claims.Record.Rewind is not null) && time.GetUtcNow() >= _notBefore)
        {
            _running = Run();
        }
    }

    /// <summary>Null also where the log does not know the record's cursor: the window that is tried says so.</summary>
    private async Task<long?> WaitingSinceMs()
    {
        try
        {
            return await _claims.WaitingSinceMsAsync();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private async Task WritePaused(bool isPaused)
    {
        (_isPausing, _isChanging) = (isPaused, true);
        try
        {
            await (isPaused ? Interrupt() : EndOfRun());
            if (_claims.Record.IsPaused != isPaused)
            {
                await Stored(async () =>
                {
                    await _claims.WriteAsync(isPaused ? _claims.Record.Paused(ByOperator, NowMs) : _claims.Record with { IsPaused = false });
                    return isPaused;
                });
            }
        }
        finally
        {
            (_isPausing, _isChanging) = (_claims.Record.IsPaused, false);
        }
    }

    /// <summary>A webhook's window may take minutes. What is not known to have left leaves again.</summary>
    private async Task Interrupt()
    {
        await _interruption.CancelAsync();
        await EndOfRun();
    }

    private async Task EndOfRun() => await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    /// <summary>Uses the store for a caller, who is to be told in his words what fails.</summary>
    private async Task<T> Stored<T>(Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (StoreUnavailableException failure)
        {
            throw StoreUnavailableException.Of(failure);
        }
        catch (InconsistentStateException failure)
        {
            DeactivateOnIdle();
            throw StoreUnavailableException.Of(failure);
        }
    }

    private async Task Run()
    {
        _interruption.Dispose();
        _interruption = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        try
        {
            while (!_interruption.IsCancellationRequested && !_isChanging && await ExportWindow())
            {
                _backoff.Reset();
                _error = null;
            }

            (_error, _notBefore) = (null, DateTimeOffset.MinValue);
        }
        catch (OperationCanceledException) when (_interruption.IsCancellationRequested)
        {
            // The activation ends, or the exporter is to pause: the window leaves again.
            _isTakenOver = false;
        }
        catch (InconsistentStateException)
        {
            // A wake that is under way must find that the claim is lost before anything leaves.
            _isTakenOver = false;
            LogOther(Name);
            DeactivateOnIdle();
        }
        catch (SinkGoneException failure)
        {
            (_isTakenOver, _error) = (false, (failure.Message, NowMs));
            LogGone(Name, failure.Message);
        }
        catch (Exception failure)
        {
            // The next try begins with a version-checked write: who has lost the claim meanwhile finds out before anything leaves.
            _isTakenOver = false;
            var pause = PauseAfter(failure);
            (_error, _notBefore) = ((failure.Message, NowMs), time.GetUtcNow() + pause);
            instruments.RecordFailure(Name);
            LogFailed(Name, failure.GetType().Name, failure.Message, pause.TotalSeconds);
        }
    }

    /// <summary>False if nothing is ready to leave.</summary>
    private async Task<bool> ExportWindow()
    {
        if ((_claims.Record.Claim is not null || _claims.Record.Rewind is not null) && !_isTakenOver)
        {
            await _claims.TakeOverAsync();
        }

        _isTakenOver = true;
        if (_claims.Record.Rewind is { } rewind)
        {
            await TakeBack(rewind);
            return true;
        }

        if (_claims.Record.IsPaused)
        {
            return false;
        }

        await DropExpired();
        if (_claims.Record.IsResending)
        {
            await ResendOldest();
            return true;
        }

        if ((_claims.Record.Claim ?? await _claims.ClaimAsync(_options, NowMs)) is not { } claim)
        {
            return false;
        }

        DelayDeactivation(TimeSpan.FromMinutes(5));
        var reports = await _claims.ReadAsync(claim);
        var window = new ExportWindow(Name, claim, reports) { Rewinds = _claims.Record.Rewinds, Skip = reports.Count == _claims.Record.PassedOf ? _claims.Record.Passed : 0 };
        try
        {
            await Send(window);
        }
        catch (FailedRequestException failure)
        {
            if (await GiveUp(window, failure))
            {
                return true;
            }

            throw;
        }

        await _claims.CompleteAsync(claim, NowMs);
        var sent = Math.Max(0, reports.Count - _claims.Record.DeadLetters.Where(letter => letter.Window.Until == claim.Until).Sum(static letter => letter.Count));
        instruments.RecordExported(Name, sent);
        _minuteRate.Add(sent);
        _hourRate.Add(sent);
        return true;
    }

    private async Task Send(ExportWindow window)
    {
        try
        {
            await sinks.Open(Name).WriteAsync(window, _interruption.Token);
        }
        catch (SinkGoneException failure)
        {
            // Not by SetPaused, which would wait for this window.
            await _claims.WriteAsync(_claims.Record.Paused(failure.Message, NowMs));
            throw;
        }
    }

    /// <summary>A receiver may ask for a longer pause, but not for ever.</summary>
    private TimeSpan PauseAfter(Exception failure)
    {
        var pause = _backoff.NextPause();
        return failure is FailedRequestException { RetryAfter: { } wish } && wish > pause ? TimeSpan.FromTicks(Math.Min(wish.Ticks, LongestWish.Ticks)) : pause;
    }
}
