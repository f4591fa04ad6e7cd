using SessionGrains.Stores;

namespace SessionGrains.Exports;

/// <summary>Going back, so that sessions leave again.</summary>
internal sealed partial class Exporter
{
    /// <summary>How long a caller is kept waiting for the sink to take back what it has; it goes on all the same.</summary>
    private static readonly TimeSpan RewindPatience = TimeSpan.FromSeconds(2);

    public async Task<ExportRewindAnswer> Rewind(ExportRewindTarget target)
    {
        await _pausing.WaitAsync();
        string? note;
        try
        {
            // Nothing leaves between the look and the record that says where it goes on.
            _isChanging = true;
            await Interrupt();
            note = await Stored(() => WriteRewind(target));
        }
        catch (RewindRefusedException refusal)
        {
            return new(null, refusal.Message, refusal.IsConflict);
        }
        finally
        {
            _isChanging = false;
            _pausing.Release();
            StartIfDue();
        }

        await ((Task)Task.WhenAny(_tookBack.Task, _running)).WaitAsync(RewindPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return new(await Read() with { Note = note });
    }

    private async Task<string?> WriteRewind(ExportRewindTarget target)
    {
        // Of a rewind that the sink has not carried out yet, the later one sees only the outcome.
        var record = _claims.Record;
        var left = record.Rewind is { } earlier ? new ExportPlace(earlier.Cursor, earlier.Sessions) : new(record.Cursor, record.Sessions);
        var (place, note) = await FindPlace(left, target);
        await _claims.RewindAsync(place);
        (_isTakenOver, _notBefore, _tookBack) = (true, DateTimeOffset.MinValue, new(TaskCreationOptions.RunContinuationsAsynchronously));
        LogRewinds(Name, place.Sessions + 1, place.Cursor ?? "the beginning");
        return note;
    }

    private async Task<(ExportPlace Place, string? Note)> FindPlace(ExportPlace left, ExportRewindTarget target)
    {
        try
        {
            return await new RewindFinder(log).FindAsync(left, target, () => sinks.Open(Name).ReadWindows(Name, _ending.Token), NowMs);
        }
        catch (Exception failure) when (failure is not (RewindRefusedException or StoreUnavailableException))
        {
            throw new RewindRefusedException($"The sink does not say what it has: {failure.Message}", isConflict: true);
        }
    }

    private async Task TakeBack(ExportRewind rewind)
    {
        DelayDeactivation(TimeSpan.FromMinutes(5));
        await sinks.Open(Name).TakeBackAsync(Name, rewind, _interruption.Token);
        await _claims.CompleteAsync(rewind);
        _tookBack.TrySetResult();
    }
}
