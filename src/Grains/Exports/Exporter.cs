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
    private readonly CancellationTokenSource _ending = new();
    private readonly ExportBackoff _backoff = new();

    /// <summary>Pauses and resumes come one after another.</summary>
    private readonly SemaphoreSlim _pausing = new(1);

    private ExportClaims _claims = null!;
    private ExportOptions _options = null!;
    private Task _running = Task.CompletedTask;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private bool _isTakenOver;
    private bool _isPausing;

    /// <summary>Ends the window that is leaving.</summary>
    private CancellationTokenSource _interruption = new();

    private (string Text, long AtMs)? _error;

    private string Name => this.GetPrimaryKeyString();

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
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
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
            var lag = new ExportLag(await WaitingSinceMs(), State);
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
        var (record, waitingSinceMs) = (_claims.Record, await Stored(WaitingSinceMs));
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
        if (_running.IsCompleted && !_isPausing && !_claims.Record.IsPaused && time.GetUtcNow() >= _notBefore)
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
        _isPausing = isPaused;
        if (isPaused)
        {
            // A webhook's window may take minutes. What is not known to have left leaves again.
            await _interruption.CancelAsync();
        }

        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_claims.Record.IsPaused != isPaused)
        {
            try
            {
                await Stored(async () =>
                {
                    await _claims.WriteAsync(_claims.Record with { IsPaused = isPaused });
                    return isPaused;
                });
            }
            finally
            {
                _isPausing = _claims.Record.IsPaused;
            }
        }
    }

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
            while (!_interruption.IsCancellationRequested && await ExportWindow())
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
            (_isTakenOver, _error) = (false, (failure.Message, time.GetUtcNow().ToUnixTimeMilliseconds()));
            LogGone(Name, failure.Message);
        }
        catch (Exception failure)
        {
            // The next try begins with a version-checked write: who has lost the claim meanwhile finds out before anything leaves.
            _isTakenOver = false;
            var pause = _backoff.NextPause();
            (_error, _notBefore) = ((failure.Message, time.GetUtcNow().ToUnixTimeMilliseconds()), time.GetUtcNow() + pause);
            instruments.RecordFailure(Name);
            LogFailed(Name, failure.GetType().Name, failure.Message, pause.TotalSeconds);
        }
    }

    /// <summary>False if nothing is ready to leave.</summary>
    private async Task<bool> ExportWindow()
    {
        if (_claims.Record.Claim is not null && !_isTakenOver)
        {
            await _claims.TakeOverAsync();
        }

        _isTakenOver = true;
        if ((_claims.Record.Claim ?? await _claims.ClaimAsync(_options, time.GetUtcNow().ToUnixTimeMilliseconds())) is not { } claim)
        {
            return false;
        }

        DelayDeactivation(TimeSpan.FromMinutes(5));
        try
        {
            await sinks.Open(Name).WriteAsync(new(Name, claim, await _claims.ReadAsync(claim)), _interruption.Token);
        }
        catch (SinkGoneException)
        {
            // Not by SetPaused, which would wait for this window.
            await _claims.WriteAsync(_claims.Record with { IsPaused = true });
            throw;
        }

        await _claims.CompleteAsync(claim, time.GetUtcNow().ToUnixTimeMilliseconds());
        instruments.RecordExported(Name, claim.Count);
        return true;
    }

    [LoggerMessage(1061, LogLevel.Warning, "Exporting to {Sink} failed ({Type}: {Reason}); trying again in {Seconds:0.0} s. Sessions wait in the report log, for Reports:Retention at most.")]
    private partial void LogFailed(string sink, string type, string reason, double seconds);

    [LoggerMessage(1062, LogLevel.Information, "Another process exports to {Sink}; this one ends.")]
    private partial void LogOther(string sink);

    [LoggerMessage(1065, LogLevel.Information, "This process exports to {Sink}.")]
    private partial void LogBegun(string sink);

    [LoggerMessage(1064, LogLevel.Warning, "The sink {Sink} wants no more sessions and is paused: {Reason}")]
    private partial void LogGone(string sink, string reason);
}
