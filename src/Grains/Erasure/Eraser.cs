using System.Security.Cryptography;
using Orleans.Concurrency;
using Orleans.Storage;
using SessionGrains.Exports;
using SessionGrains.Stores;

namespace SessionGrains.Erasure;

/// <inheritdoc cref="IEraser"/>
/// <remarks>Should there be two activations, for as long as a cluster is cut in two, only one of them can change the queue; the other finds its version outdated and ends (docs/adr/0022-erasing-a-viewer.md).</remarks>
[GrainType("eraser"), Reentrant]
internal sealed partial class Eraser(
    IExportSinks sinks, StoreErasure stored, SinkErasure told, TimeProvider time, [FromKeyedServices(StoredRecordNames.StorageName)] IGrainStorage storage,
    ILogger<Eraser> logger) : Grain, IEraser, IDisposable
{
    /// <summary>Erasures that are not done.</summary>
    private const int MostJobs = 100;

    /// <summary>Parts whose sessions are in memory at once, to find their reports: some 20 MB.</summary>
    private const int MostPartsInMemory = 100;

    private readonly ErasureRecords _records = new(storage);
    private readonly CancellationTokenSource _ending = new();

    /// <summary>In the names of the parts that this activation stores: another one that erases too must not overwrite them.</summary>
    private readonly string _writer = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>What each was asked for, as long as the files may have it: the queue forgets it before, because it is in these files too.</summary>
    private readonly Dictionary<string, string> _viewers = [];

    /// <summary>Why an erasure does not go on.</summary>
    private readonly Dictionary<string, string> _errors = [];

    private Task _running = Task.CompletedTask;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Stored(async () =>
    {
        await _records.ReadQueue();
        return true;
    });

    /// <summary>What is under way stops where another activation can go on.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public void Dispose()
    {
        _ending.Dispose();
        _records.Dispose();
    }

    public async Task<ErasureReceipt> Request(string viewer)
    {
        if (!stored.IsPossible)
        {
            throw new ErasureRefusedException("This store cannot erase for good: what is in memory ends with the process. Set Storage:Provider to Sqlite or Redis.") { IsFinal = true };
        }

        if (_records.Queue.Jobs.Length >= MostJobs)
        {
            throw new ErasureRefusedException($"{MostJobs} erasures are not done yet: see what they wait for.");
        }

        var receipt = new ErasureReceipt
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            RequestedAtMs = NowMs,
            Sinks = [.. sinks.All.OrderBy(static sink => sink.Key, StringComparer.Ordinal).Select(static sink => new ErasureOfSink(sink.Key, sink.Value.Kind))],
        };
        await Stored(async () =>
        {
            await _records.Change(queue => new([.. queue.Jobs, new(receipt, viewer)]));
            return true;
        });
        LogTaken(receipt.Id);
        StartIfIdle();
        return receipt;
    }

    public async Task<ErasureReceipt?> Read(string id)
    {
        StartIfIdle();
        return Find(id) is { } job ? job.Receipt with { Error = _errors.GetValueOrDefault(id) } : await Stored(() => _records.ReadReceipt(id));
    }

    public Task Wake()
    {
        StartIfIdle();
        return Task.CompletedTask;
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private ErasureJob? Find(string id) => Array.Find(_records.Queue.Jobs, job => job.Id == id);

    private void StartIfIdle()
    {
        if (_running.IsCompleted && _records.Queue.Jobs.Length > 0)
        {
            DelayDeactivation(TimeSpan.FromMinutes(5));
            _running = Run();
        }
    }

    /// <summary>
    /// First everything is found, by all erasures, so that the files are made to forget when the queue names nobody any more; then the sinks are told. What fails is left for the next wake, and what came
    /// meanwhile is taken.
    /// </summary>
    private async Task Run()
    {
        var tried = new HashSet<(string, ErasurePhase)>();
        try
        {
            while (!_ending.IsCancellationRequested && Next() is { } job)
            {
                tried.Add((job.Id, job.Receipt.Phase));
                try
                {
                    await Advance(job);
                    _errors.Remove(job.Id);
                }
                catch (Exception failure) when (failure is not InconsistentStateException && !(failure is OperationCanceledException && _ending.IsCancellationRequested))
                {
                    _errors[job.Id] = failure.Message;
                    LogFailed(job.Id, job.Receipt.Phase, failure.GetType().Name, failure.Message);
                }
            }
        }
        catch (InconsistentStateException)
        {
            LogOther();
            DeactivateOnIdle();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The activation ends.
        }

        ErasureJob? Next() => _records.Queue.Jobs.Where(job => !tried.Contains((job.Id, job.Receipt.Phase))).MinBy(static job => job.Receipt.Phase);
    }

    /// <summary>Does what the phase of the job has to do, and moves it to the next.</summary>
    private async Task Advance(ErasureJob job)
    {
        switch (job.Receipt.Phase)
        {
            case ErasurePhase.Sessions or ErasurePhase.Reports:
                await EraseFound(job);
                break;
            case ErasurePhase.Files:
                var note = await stored.Forget(_viewers.GetValueOrDefault(job.Id), _ending.Token);
                await _records.Change(job.Id, one => one with { Receipt = one.Receipt with { Phase = ErasurePhase.Sinks, FilesNote = note } });
                _viewers.Remove(job.Id);
                break;
            default:
                await Tell(job);
                break;
        }
    }

    private async Task EraseFound(ErasureJob job)
    {
        var (id, viewer, phase) = (job.Id, job.Viewer!, job.Receipt.Phase);
        _viewers[id] = viewer;
        if (job.Pending is { } pending)
        {
            await ErasePending(id, await _records.ReadPart(id, pending.Name));
        }

        var unreadable = phase == ErasurePhase.Sessions ? await EraseAll(id, stored.FindSessions(viewer)) : await EraseReports(id, viewer);
        await _records.Change(id, one => one with
        {
            Viewer = phase == ErasurePhase.Reports ? null : viewer,
            Receipt = one.Receipt with { Phase = phase + 1, Unreadable = one.Receipt.Unreadable + unreadable },
        });
    }

    /// <summary>The log is read once for every hundred thousand sessions that were erased, so that their ids need not all be in memory.</summary>
    private async Task<int> EraseReports(string id, string viewer)
    {
        var unreadable = 0;
        string[][] batches = [.. Find(id)!.Parts.Chunk(MostPartsInMemory).DefaultIfEmpty([])];
        foreach (var parts in batches)
        {
            var erased = new HashSet<string>(StringComparer.Ordinal);
            foreach (var part in parts)
            {
                erased.UnionWith((await _records.ReadPart(id, part)).Where(static session => session.ReportCursor is null).Select(static session => session.SessionId));
            }

            // Damaged reports are the same in each reading.
            unreadable = await EraseAll(id, stored.FindReports(viewer, erased));
        }

        return unreadable;
    }

    /// <summary>Erases all that a search finds; returns how much it could not read.</summary>
    private async Task<int> EraseAll(string id, ViewerSearch search)
    {
        while (await search.Next(_ending.Token) is { } found)
        {
            var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Find(id)!.Parts.Length}-{_writer}");
            if (!Find(id)!.Names.Contains(name))
            {
                await _records.Change(id, one => one with { Names = [.. one.Names, name] });
            }

            await _records.WritePart(id, name, found.Sessions);
            await _records.Change(id, one => one with { Pending = new(name, found.Counts) });
            await ErasePending(id, found.Sessions);
            _ending.Token.ThrowIfCancellationRequested();
        }

        return search.Unreadable;
    }

    /// <summary>Erases the part that is stored; the counts are those of when it was found, however often this is repeated.</summary>
    private async Task ErasePending(string id, FoundSession[] sessions)
    {
        await stored.Erase(sessions);
        await _records.Change(id, one => one with
        {
            Parts = [.. one.Parts, one.Pending!.Name],
            Pending = null,
            Receipt = one.Receipt with
            {
                OpenSessions = one.Receipt.OpenSessions + one.Pending.Counts.OpenSessions,
                ClosedSessions = one.Receipt.ClosedSessions + one.Pending.Counts.ClosedSessions,
                Reports = one.Receipt.Reports + one.Pending.Counts.Reports,
            },
        });
    }

    private async Task Tell(ErasureJob job)
    {
        var id = job.Id;
        foreach (var sink in job.Receipt.Sinks.Where(static sink => !sink.IsDone))
        {
            for (var now = sink; !now.IsDone;)
            {
                _ending.Token.ThrowIfCancellationRequested();
                var before = now;
                now = now.Parts == job.Parts.Length ? now with { IsDone = true, Reason = null } : await told.Tell(job.Receipt, now, await _records.ReadPart(id, job.Parts[now.Parts]));
                await _records.Change(id, one => one with { Receipt = one.Receipt with { Sinks = [.. one.Receipt.Sinks.Select(other => other.Name == now.Name ? now : other)] } });
                if (!now.IsDone && now.Parts == before.Parts)
                {
                    break;
                }
            }
        }

        if (Find(id) is not { } current || !Array.TrueForAll(current.Receipt.Sinks, static sink => sink.IsDone))
        {
            return;
        }

        foreach (var name in job.Names)
        {
            await _records.RemovePart(id, name);
        }

        await _records.WriteReceipt(current.Receipt with { Phase = ErasurePhase.Done, CompletedAtMs = NowMs });
        await _records.Change(queue => new([.. queue.Jobs.Where(one => one.Id != id)]));
        LogDone(id, current.Receipt.OpenSessions, current.Receipt.ClosedSessions, current.Receipt.Reports);
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

    [LoggerMessage(1081, LogLevel.Information, "The erasure {Id} of a viewer was asked for.")]
    private partial void LogTaken(string id);

    [LoggerMessage(1082, LogLevel.Information, "The erasure {Id} is done: {Open} open sessions, {Closed} closed ones, {Reports} reports.")]
    private partial void LogDone(string id, long open, long closed, long reports);

    [LoggerMessage(1083, LogLevel.Warning, "The erasure {Id} does not go on ({Phase}, {Type}: {Reason}); trying again in 10 s.")]
    private partial void LogFailed(string id, ErasurePhase phase, string type, string reason);

    [LoggerMessage(1084, LogLevel.Information, "Another process erases; this one ends.")]
    private partial void LogOther();
}
